"""Moving the playground's clock: every nudge on the way happens at its own moment, not at the end of the leap."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from bot.clock import MovableClock

STEPS = {"hour": relativedelta(hours=1), "day": relativedelta(days=1), "month": relativedelta(months=1)}
FARTHEST = relativedelta(years=10)


def _never() -> datetime | None:
    return None


@dataclass(frozen=True)
class Stop:
    """One message to a person, sent or to come: what it is about, and when (aware, UTC)."""

    moment: str
    at: datetime
    sent: bool


def _nothing(_user_id: str) -> list[Stop]:
    return []


@dataclass(frozen=True)
class Hooks:
    """What the engine behind the bot offers. All moments are aware UTC datetimes.

    `on_clock_moved` runs whatever is due at the new moment; `next_nudge_at` says when something is due next;
    `end_at` says when the last tour ends, for "To the end"; `stops` says what a person was sent and will be, by time.
    """

    on_clock_moved: Callable[[datetime], None]
    next_nudge_at: Callable[[], datetime | None] = _never
    end_at: Callable[[], datetime | None] = _never
    stops: Callable[[str], list[Stop]] = _nothing


class TimeTravel:
    """Moves one clock forward, one move at a time, in a thread of its own."""

    def __init__(
        self,
        clock: MovableClock,
        hooks: Hooks,
        on_step: Callable[[], None],
        on_arrival: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_step` is called after every stop on the way, `on_arrival` once before a move is over."""
        self.clock = clock
        self.hooks = hooks
        self._on_step = on_step
        self._on_arrival = on_arrival
        self._guard = threading.Lock()
        self._halt = threading.Event()
        self._thread: threading.Thread | None = None
        self.failure = ""

    @property
    def moving(self) -> bool:
        """Whether a move is under way."""
        return self._thread is not None and self._thread.is_alive()

    def target(self, step: str) -> datetime | None:
        """Return where "nudge", "hour", "day", "month", "end" or an ISO moment leads from now; None when nowhere."""
        now = self.clock.now()
        if step == "nudge":
            return self._ahead(self.hooks.next_nudge_at())
        if step == "end":
            return self._ahead(self.hooks.end_at())
        if step in STEPS:
            return now + STEPS[step]
        return self._ahead(datetime.fromisoformat(step))

    def start(self, step: str) -> bool:
        """Begin a move; return False when one is under way or it leads nowhere. ValueError: no such step."""
        leads_somewhere = self.hooks.next_nudge_at() if step == "nudge" else self.target(step)
        with self._guard:
            if self.moving or leads_somewhere is None:
                return False
            self._halt.clear()
            self._thread = threading.Thread(target=self._run, args=(step,), daemon=True, name="time-travel")
            self._thread.start()
        return True

    def halt(self) -> None:
        """Stop a move after the step under way."""
        self._halt.set()
        self.wait()

    def wait(self, seconds: float = 10.0) -> None:
        """Wait until the move under way is over."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def go(self, target: datetime) -> None:
        """Move to `target`, stopping at every nudge on the way."""
        while not self._halt.is_set() and self.clock.now() < target:
            self._step_to(min(self._next_stop(), target))

    def _next_stop(self) -> datetime:
        now, due = self.clock.now(), self.hooks.next_nudge_at()
        if due is None:
            return now + FARTHEST
        # What is still due after its moment ran waits for something else (a retry, say); time must not stand still.
        return due if due > now else now + timedelta(hours=1)

    def _step_to(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        self.hooks.on_clock_moved(moment)
        self._on_step()

    def _run(self, step: str) -> None:
        self.failure = ""
        try:
            # What is due at this very moment comes first; the next nudge is the one after it.
            self.hooks.on_clock_moved(self.clock.now())
            self.go(self.target(step) or self.clock.now())
            self._on_arrival()
        except Exception as problem:  # noqa: BLE001 - shown on the page, whatever it is
            self.failure = f"{type(problem).__name__}: {problem}"
        self._thread = None
        self._on_step()

    def _ahead(self, moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        now = self.clock.now()
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=now.tzinfo)
        return min(moment, now + FARTHEST) if moment > now else None
