"""Tourguide, a Slack bot that helps managers and the people they lead agree on tours of duty, and keep to them."""

import gc

# A start makes some hundred thousand objects that stay. Python would look for garbage among them after every 700 new
# ones, for a tenth of the start, and again in the midst of answers; the garbage of 20,000 objects is a few megabytes.
gc.set_threshold(20_000, 10, 10)
