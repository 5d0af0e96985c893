"""The screens of a tour's end, and of the files that people ask for."""

from __future__ import annotations

from collections.abc import Iterator

from bot.services.files import Handed, Way
from bot.slack.views import files
from tests.slack.cases.case import Case
from tests.slack.cases.world import World


def cases(world: World) -> Iterator[Case]:
    """Yield every screen of this story."""
    yield from ()


def fixed() -> Iterator[Case]:
    """Yield the screens on which there are no words of anybody."""
    yield Case(files.making, "under way", files.making())
    for way in Way:
        link = f"https://tour.example/file?{'x' * 400}" if way is Way.LINK else None
        yield Case(files.handed, way, files.handed(Handed(way, link)))
