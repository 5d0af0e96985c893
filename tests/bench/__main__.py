"""Run every measurement, or those named on the command line, and write what they found to build/bench.json."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
import time
from pathlib import Path

import tests.bench
from bot import logs

FOUND = Path("build/bench.json")


def main(wanted: list[str]) -> None:
    """Measure. What was measured before and is not measured now keeps its figure."""
    figures: dict[str, float] = json.loads(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else {}
    for module in sorted(found.name for found in pkgutil.iter_modules(tests.bench.__path__)):
        measure = getattr(importlib.import_module(f"tests.bench.{module}"), "measure", None)
        if measure is None or (wanted and module not in wanted):
            continue
        started = time.perf_counter()
        fresh: dict[str, float] = measure()
        seconds = time.perf_counter() - started
        say(f"{module} ({seconds:.0f} s)")
        for name, value in fresh.items():
            say(f"  {name:32} {value:.4g}")
        figures.update(fresh)
        FOUND.parent.mkdir(exist_ok=True)
        FOUND.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    logs.set_up("text")  # as serve does; waitress would write a line for each request that waits
    main(sys.argv[1:])
