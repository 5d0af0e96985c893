"""Kill bots many times, and look at what stands in Slack afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from bot.domain.outbox import Message
from tests.crash.life import plans_of
from tests.crash.stand_in import stand_in
from tests.engines import outbox_engine

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Aftermath:
    """What was planned, and what stands in Slack."""

    planned: int  # messages that all lives together meant to plan
    rows: list[str]  # ids in the outbox
    standing: list[str]  # ids in the DMs, each as often as it stands there
    unsettled: int  # rows that are not recorded as sent
    calls: dict[str, int]

    def faults(self) -> dict[str, int]:
        """Return how many messages were lost, doubled, made up, not planned, or not recorded: 0 when all is well."""
        times = Counter(self.standing)
        return {
            "lost": sum(1 for row in self.rows if not times[row]),
            "doubled": sum(times.values()) - len(times),
            "unknown": len(set(times) - set(self.rows)),
            "never_planned": self.planned - len(self.rows),
            "unsettled": self.unsettled,
        }


def kill(database_url: str, lives: int, seed: int, faults: float = 0.06) -> Aftermath:
    """Kill so many lives on this empty database, against a Slack with bad days, and return the aftermath."""
    engine = outbox_engine(database_url)
    with stand_in(latency=0.02, faults=faults, stall=0.6, seed=seed) as slack:
        command = [sys.executable, "-m", "tests.crash.nursery", database_url, slack.url]
        subprocess.run(
            [*command, f"--lives={lives}", f"--seed={seed}"], cwd=_ROOT, check=True, stdout=subprocess.DEVNULL
        )
        report = slack.report()
    with Session(engine) as session:
        rows = session.query(Message.id, Message.state).all()
    engine.dispose()
    return Aftermath(
        planned=sum(len(plans_of(number)) for number in range(lives)),
        rows=[row.id for row in rows],
        standing=[message_id for text in report["texts"] for message_id in text.split()],
        unsettled=sum(1 for row in rows if row.state != "sent"),
        calls=report["counts"],
    )
