"""/metrics says how the bot does, and names nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.db.delivery import Delivery
from bot.db.work import Database
from bot.domain.outbox import Planned
from bot.web.meters import BOUNDS, Meters
from bot.web.metrics import written
from bot.web.router import reply
from tests.stories.stage import Stage


def measures(text: str) -> dict[str, float]:
    """Return name with labels -> value."""
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def put(database: Database, team_id: str, count: int, due_at: datetime) -> None:
    with database.work(team_id) as work:
        plans = [
            Planned(recipient_id="U1", moment="goal_due", due_at=due_at, dedupe_key=f"{due_at}{number}")
            for number in range(count)
        ]
        work.outbox.put_many(plans, due_at)


def test_the_outbox_is_counted_over_all_workspaces(database: Database, now: datetime) -> None:
    put(database, "T1", 2, now - timedelta(seconds=90))
    put(database, "T2", 3, now - timedelta(seconds=30))
    put(database, "T2", 4, now + timedelta(days=1))
    backlog = Delivery(database.engine).backlog(now)
    found = measures(written(Meters(), {"sent": 7, "given_up": 1}, backlog).decode())
    assert found["tourguide_outbox_due"] == 5
    assert found["tourguide_outbox_due_in_one_workspace"] == 3
    assert found["tourguide_outbox_waiting"] == 4
    assert found["tourguide_delivery_lag_seconds"] == 90
    assert found['tourguide_messages_total{outcome="sent"}'] == 7
    assert found['tourguide_messages_total{outcome="given_up"}'] == 1
    assert found['tourguide_messages_total{outcome="put_off"}'] == 0


def test_nothing_waits_nothing_lags(database: Database, now: datetime) -> None:
    backlog = Delivery(database.engine).backlog(now)
    assert (backlog.waiting, backlog.due, backlog.most_in_one, backlog.lag_seconds) == (0, 0, 0, 0.0)
    put(database, "T1", 1, now + timedelta(days=1))
    assert Delivery(database.engine).backlog(now).lag_seconds == 0.0


def test_answers_are_counted_by_outcome_and_timed() -> None:
    meters = Meters()
    for status in ("200 OK", "401 Unauthorized", "200 OK"):
        meters.timed(lambda _environ, start, said=status: reply(start, said, {}))({}, lambda *_: None)  # type: ignore[misc]
    meters.acked("failed", 2.5)
    assert meters.outcomes() == {"answered": 2, "turned_away": 1, "failed": 1}
    slots, seconds = meters.times()
    assert (sum(slots), slots[BOUNDS.index(3.0)]) == (4, 1)
    assert seconds > 2.5


def test_a_fault_counts_as_failed() -> None:
    meters = Meters()

    def broken(environ: object, start_response: object) -> list[bytes]:
        raise RuntimeError

    try:
        meters.timed(broken)({}, lambda *_: None)
    except RuntimeError:
        assert meters.outcomes() == {"failed": 1}


def test_after_a_story_the_page_names_nobody(stage: Stage) -> None:
    stage.person("manager").types("/tour list")
    seen: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/metrics"}
    parts = stage.program.router()(environ, lambda status, _headers: seen.append(status))
    text = b"".join(parts).decode()
    assert seen == ["200 OK"]
    assert measures(text)['tourguide_acks_total{outcome="answered"}'] >= 1
    assert [word for word in (stage.workspace.team.id, "manager", "U0") if word in text] == []
