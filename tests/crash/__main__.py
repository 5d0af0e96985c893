"""Kill fresh processes of `serve`, many times: `python -m tests.crash [HOW_MANY]`, 2,000 unless told otherwise."""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from pathlib import Path

from bot.domain.types import vault
from tests.crash.serving import kill_serve
from tests.given import KEY

_AT_A_TIME = 200
_PROPOSALS = 8  # for each life


def main(lives: int) -> int:
    """Kill so many lives in rounds, each on a database of its own; return 1 when anything was lost or doubled."""
    vault.use_keys([KEY])
    killed = 0
    while killed < lives:
        seed = secrets.randbelow(1_000_000)
        count = min(_AT_A_TIME, lives - killed)
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            aftermath = kill_serve(Path(folder), count, count * _PROPOSALS, seed)
        killed += count
        faults = aftermath.faults()
        seconds, delivered = time.monotonic() - started, len(aftermath.standing)
        sys.stdout.write(f"{killed} killed, seed {seed}, {seconds:.0f} s, {delivered} delivered: {faults}\n")
        sys.stdout.flush()
        if any(faults.values()):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
