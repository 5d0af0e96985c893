"""After a restore: what the backup still thinks unsent is looked up in its DM first, and arrives once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.clock import MovableClock
from bot.db.delivery import Delivery
from bot.db.upkeep import back_up, doubt_what_was_due, restore
from bot.domain.outbox import MessageState, Urgency
from bot.jobs.deliver import Dispatcher, Later
from bot.slack.postman import EVENT_TYPE, NotThere, Parcel, Postman, Sent
from tests.engines import outbox_engine
from tests.jobs.delivering import MONDAY, PlainComposer, put, rows

A_DAY = timedelta(days=1)


class Slack:
    """Keeps what stands in each DM, as Slack's history tells it; stands where the SDK would call."""

    def __init__(self) -> None:
        self.dms: dict[str, list[dict[str, Any]]] = {}

    def chat_postMessage(self, *, channel: str, text: str, metadata: Any, **_besides: Any) -> dict[str, Any]:  # noqa: N802 - Slack's name
        dm = channel if channel.startswith("D") else f"D-{channel}"
        standing = self.dms.setdefault(dm, [])
        standing.append({"ts": f"{len(standing)}.0", "text": text, "metadata": metadata})
        return {"channel": dm, "ts": standing[-1]["ts"]}

    def conversations_open(self, *, users: str) -> dict[str, Any]:
        return {"channel": {"id": f"D-{users}"}}

    def conversations_history(self, *, channel: str, **_besides: Any) -> dict[str, Any]:
        return {"messages": list(reversed(self.dms.get(channel, [])))}

    @property
    def told(self) -> list[str]:
        """The ids of all that stands in DMs, as often as it stands there."""
        return sorted(one for dm in self.dms.values() for message in dm for one in message["text"].split())


def deliver(engine: Engine, slack: Slack, composer: PlainComposer, *days: int) -> None:
    """Have a process of its own deliver what is due on each of these days."""
    postman = Postman(lambda _: slack)  # type: ignore[arg-type, return-value] # a double with the same verbs
    for day in days:
        now = MONDAY + day * A_DAY
        Dispatcher(Delivery(engine), composer, postman, MovableClock(now)).run_until_idle(now)


@pytest.fixture
def slack() -> Slack:
    return Slack()


def test_nudges_of_different_hours_that_shared_a_dm_are_not_sent_again(
    database_url: str, slack: Slack, tmp_path: Path
) -> None:
    engine = outbox_engine(database_url)
    for hours in (0, 1, 26):
        put(engine, 1, recipient="U1", due=MONDAY + timedelta(hours=hours))
    put(engine, 1, recipient="U1", due=MONDAY, moment="goals_added", urgency=Urgency.NOW)
    put(engine, 1, recipient="U1", due=MONDAY + 3 * A_DAY, moment="goal_due")
    backup = tmp_path / "copies" / "sunday"
    backup.parent.mkdir(mode=0o777)
    back_up(database_url, backup)
    deliver(engine, slack, PlainComposer(), 2)  # two days late: three nudges in one DM, and one message by itself
    before = slack.told
    assert (len(before), len(slack.dms["D-U1"])) == (4, 2)

    engine.dispose()
    restore(database_url, backup)
    assert doubt_what_was_due(engine, MONDAY + 2 * A_DAY) == 4
    deliver(engine, slack, PlainComposer(), 2)
    assert slack.told == before
    deliver(engine, slack, PlainComposer(), 3)
    assert slack.told == sorted(row.id for row in rows(engine))
    assert {row.state for row in rows(engine)} == {MessageState.SENT}
    engine.dispose()


def test_what_was_put_off_on_the_day_of_the_restore_is_still_to_come(engine: Engine, slack: Slack) -> None:
    put(engine, 1, recipient="U1", moment="late")
    put(engine, 1, recipient="U1", moment="soon")
    first = next(row.id for row in rows(engine) if row.moment == "late")
    deliver(engine, slack, PlainComposer({"late": Later(MONDAY + A_DAY, "snoozed")}), 0)
    assert first not in slack.told
    parcel = Parcel("T1", "U1", first)
    postman = Postman(lambda _: slack)  # type: ignore[arg-type, return-value] # a double with the same verbs
    assert postman.find(parcel, MONDAY) == NotThere()
    deliver(engine, slack, PlainComposer(), 1)
    assert postman.find(parcel, MONDAY) == Sent("D-U1", "1.0")


def test_dms_of_others_are_nobodys(slack: Slack) -> None:
    for metadata in (None, {}, {"event_type": "other", "event_payload": {"id": "m1"}}, {"event_type": EVENT_TYPE}):
        slack.chat_postMessage(channel="D-U1", text="", metadata=metadata)
    postman = Postman(lambda _: slack)  # type: ignore[arg-type, return-value] # a double with the same verbs
    assert postman.find(Parcel("T1", "U1", "m1"), MONDAY) == NotThere()
