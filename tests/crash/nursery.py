"""Lets bots live, two at a time, and kills each with SIGKILL at a random moment; then lets one live in peace.

A program of its own without threads, so that it may fork: a forked life starts in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections.abc import Callable

from tests.crash.life import World, live, live_in_peace

AT_ONCE = 2
_SECONDS = (0.03, 0.6)  # how long a life may last


def raise_and_kill(world: World, lives: int, seed: int) -> None:
    """Run `lives` lives, and kill them all."""
    chance = random.Random(seed)
    alive: list[tuple[float, int]] = []
    for number in range(lives):
        alive.append((time.monotonic() + chance.uniform(*_SECONDS), _fork(world, number)))
        if len(alive) == AT_ONCE:
            _kill_next(alive)
    while alive:
        _kill_next(alive)


def _kill_next(alive: list[tuple[float, int]]) -> None:
    alive.sort()
    moment, process = alive.pop(0)
    time.sleep(max(0.0, moment - time.monotonic()))
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError(f"a life ended by itself: {os.waitstatus_to_exitcode(status)}")


def _fork(world: World, number: int) -> int:
    return _in_child(lambda: live(world, number))


def _in_child(task: Callable[[], None]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        task()
    except BaseException as error:  # noqa: BLE001 - a child must not go on with its parent's work
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


def main() -> None:
    """Kill so many lives, and end well when the last one has delivered everything."""
    options = argparse.ArgumentParser()
    options.add_argument("database_url")
    options.add_argument("slack_url")
    options.add_argument("--lives", type=int, required=True)
    options.add_argument("--seed", type=int, required=True)
    given = options.parse_args()
    world = World(given.database_url, given.slack_url)
    raise_and_kill(world, given.lives, given.seed)
    _, status = os.waitpid(_in_child(lambda: live_in_peace(world, given.lives)), 0)
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
