"""However often the bot is killed, each message stands in Slack once. `make crash` kills many more times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.killing import kill
from tests.crash.serving import kill_serve

ALL_WELL = {"lost": 0, "doubled": 0, "unknown": 0, "never_planned": 0, "unsettled": 0}


@pytest.mark.crash
@pytest.mark.timeout(1200)
def test_killed_on_sqlite(tmp_path: Path) -> None:
    aftermath = kill(f"sqlite:///{tmp_path / 'crash.db'}", 130, seed=1)
    assert aftermath.faults() == ALL_WELL
    assert aftermath.calls["conversations.history"] > 0, "no kill left anything in doubt: the test tests nothing"


@pytest.mark.crash
@pytest.mark.postgres
@pytest.mark.timeout(1200)
def test_killed_on_postgresql(postgres_url: str) -> None:
    aftermath = kill(postgres_url, 50, seed=2)
    assert aftermath.faults() == ALL_WELL
    assert aftermath.calls["conversations.history"] > 0, "no kill left anything in doubt: the test tests nothing"


@pytest.mark.crash
@pytest.mark.timeout(1200)
def test_serve_killed(tmp_path: Path) -> None:
    aftermath = kill_serve(tmp_path, lives=20, proposals=300, seed=3)
    assert aftermath.faults() == ALL_WELL
    assert aftermath.calls["conversations.history"] > 0, "no kill left anything in doubt: the test tests nothing"
