"""A stand-in Slack workspace on loopback: for `make demo` and for the story tests. Never part of `serve`."""
