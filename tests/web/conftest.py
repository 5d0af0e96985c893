"""The bot behind its own web server, for tests that look at what it serves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.stage import Stage, over_http


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A bot that is installed in one workspace."""
    with over_http(tmp_path) as ready:
        yield ready
