"""The stages on which stories are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.stage import Stage, over_http, over_socket_mode


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The bot behind its own web server, reached by signed requests."""
    with over_http(tmp_path) as ready:
        yield ready


@pytest.fixture(params=["http", "socket_mode"])
def either_stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """The bot over HTTP, and once more over Socket Mode."""
    way = {"http": over_http, "socket_mode": over_socket_mode}[request.param]
    with way(tmp_path) as ready:
        yield ready
