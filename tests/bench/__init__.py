"""Measurements: `make bench` runs every module here that has a `measure`, and writes build/bench.json."""
