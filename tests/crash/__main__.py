"""Kill fresh processes of the bot, many times: `python -m tests.crash [HOW_MANY]`, 2,000 unless told otherwise."""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.killing import kill

_AT_A_TIME = 200


def main(lives: int) -> int:
    """Kill so many lives in rounds, each on a database of its own; return 1 when anything was lost or doubled."""
    killed = 0
    while killed < lives:
        seed = secrets.randbelow(1_000_000)
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            aftermath = kill(
                f"sqlite:///{Path(folder) / 'crash.db'}", min(_AT_A_TIME, lives - killed), fresh=True, seed=seed
            )
        killed += min(_AT_A_TIME, lives - killed)
        faults = aftermath.faults()
        seconds = time.monotonic() - started
        sys.stdout.write(
            f"{killed} killed, seed {seed}, {seconds:.0f} s, {len(aftermath.standing)} delivered: {faults}\n"
        )
        sys.stdout.flush()
        if any(faults.values()):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
