"""Whether a tick costs the same however many rows the outbox holds: with nothing due, and with 1,000 due."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from bot.db.delivery import Delivery, Settled
from bot.domain.outbox import MessageState
from tests.engines import outbox_engine
from tests.postgres import running_cluster

FEW, MANY = 1_000, 1_000_000
DUE = 1_000
_EMPTY_TICKS = 400
_DUE_TICKS = 9
_NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_TEAM = "T1"

_SERIES = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM series WHERE n < :last)",
    "postgresql": "WITH series(n) AS (SELECT generate_series(CAST(:first AS int), CAST(:last AS int)))",
}
_COLUMNS = (
    "id, team_id, recipient_id, moment, urgency, tour_id, dedupe_key, due_at, state, attempts, in_doubt, "
    "settled_at, created_at"
)
_FILL = """
INSERT INTO messages ({columns}) {series}
SELECT :label || n, :team, 'U' || n, 'review_due', 'nudge', n, :label || n, :due, :state, 0, {false}, {settled}, :due
FROM series
"""


def measure() -> dict[str, float]:
    """Return tick_growth_empty_* and tick_growth_*: time among a million rows over time among a thousand."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{Path(folder) / name}.db" for name in ("few", "many")]
        figures |= _grow(urls[0], urls[1], "sqlite")
    try:
        with running_cluster() as cluster:
            figures |= _grow(cluster.database("few"), cluster.database("many"), "pg")
    except LookupError:
        pass
    return figures


def _grow(few_url: str, many_url: str, name: str) -> dict[str, float]:
    engines = [outbox_engine(few_url), outbox_engine(many_url)]
    for engine, rows in zip(engines, (FEW, MANY), strict=True):
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO lanes (team_id) VALUES (:team)"), {"team": _TEAM})
        # Half of them sent long ago, half of them waiting for their day.
        _fill(engine, "old", 1, rows // 2, _NOW - timedelta(days=90), MessageState.SENT)
        _fill(engine, "new", 1, rows // 2, _NOW + timedelta(days=90), MessageState.PENDING)
        _tidy(engine)
    empty = _ratio(engines, _empty_tick, _EMPTY_TICKS, lambda _engine, _tick: None)
    due = _ratio(engines, _due_tick, _DUE_TICKS, _make_due)
    for engine in engines:
        engine.dispose()
    return {f"tick_growth_empty_{name}": empty, f"tick_growth_{name}": due}


def _ratio(
    engines: list[Engine], tick: Callable[[Delivery], None], times: int, prepare: Callable[[Engine, int], None]
) -> float:
    """Return the median time of the second engine over that of the first, ticking in turn."""
    taken: list[list[float]] = [[], []]
    deliveries = [Delivery(engine) for engine in engines]
    for i in range(times):
        for which in (0, 1) if i % 2 else (1, 0):
            prepare(engines[which], i)
            started = time.perf_counter()
            tick(deliveries[which])
            taken[which].append(time.perf_counter() - started)
    few, many = (statistics.median(times[len(times) // 10 :]) for times in taken)
    return round(many / few, 3)


def _empty_tick(delivery: Delivery) -> None:
    if delivery.lanes_due("bench", _NOW):
        raise AssertionError("nothing should be due")


def _due_tick(delivery: Delivery) -> None:
    (team,) = delivery.lanes_due("bench", _NOW)
    bundles = delivery.claim("bench", {team: DUE}, _NOW, _NOW + timedelta(minutes=1))
    claimed = [message for bundle in bundles for message in bundle]
    delivery.settle([Settled(m.id, m.attempts, MessageState.SENT, _NOW, channel_id="D", ts="1") for m in claimed])
    if len(claimed) != DUE:
        raise AssertionError(f"{len(claimed)} claimed")


def _make_due(engine: Engine, tick: int) -> None:
    _fill(engine, f"due{tick}-", 1, DUE, _NOW - timedelta(minutes=1), MessageState.PENDING)


def _fill(engine: Engine, label: str, first: int, last: int, due: datetime, state: MessageState) -> None:
    sqlite = engine.dialect.name == "sqlite"
    statement = _FILL.format(
        columns=_COLUMNS,
        series=_SERIES[engine.dialect.name],
        false="0" if sqlite else "false",
        settled=":due" if state is MessageState.SENT else "NULL",
    )
    moment = due.strftime("%Y-%m-%d %H:%M:%S.%f") if sqlite else due
    values = {"first": first, "last": last, "label": label, "team": _TEAM, "due": moment, "state": state.value}
    with engine.begin() as connection:
        connection.execute(text(statement), values)


def _tidy(engine: Engine) -> None:
    vacuum = "VACUUM ANALYZE messages" if engine.dialect.name == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
    raw = engine.raw_connection()
    if engine.dialect.name == "postgresql":
        raw.dbapi_connection.autocommit = True  # type: ignore[union-attr] # psycopg's connection; VACUUM needs it
    raw.cursor().execute(vacuum)
    raw.close()
