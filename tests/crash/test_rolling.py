"""Three servers restarted in turn under load lose and double nothing. `make rolling` does it with 200 workspaces."""

from __future__ import annotations

import pytest

from tests.crash.rolling import SHORT, roll


@pytest.mark.crash
@pytest.mark.postgres
@pytest.mark.timeout(1200)
def test_a_rolling_restart_loses_and_doubles_nothing(postgres_url: str) -> None:
    outcome = roll(postgres_url, SHORT)
    assert (outcome.unanswered, set(outcome.faults.values())) == ([], {0}), outcome.told()
    assert outcome.refused > 0, "no request came while a server was away: the test tests nothing"
