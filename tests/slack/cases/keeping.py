"""The screens about what is mine: its export and its erasure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.db.shelves import SHELVES
from bot.services.keeping import Erased, ErasureSheet
from bot.slack.views import keeping
from tests.slack.cases.case import Case, message
from tests.slack.cases.world import World

LINK = "https://tourguide.example.com/file?" + "x" * 500


def cases(world: World) -> Iterator[Case]:
    """Yield nothing: no screen here shows what people wrote."""
    yield from ()


def fixed() -> Iterator[Case]:
    """Yield every screen of this story."""
    yield Case(keeping.buttons, "message", message([keeping.buttons()]))
    for name, links in (("links", dict.fromkeys((keeping.HTML, keeping.JSON), LINK)), ("no links", {})):
        yield Case(keeping.export_blocks, name, message(keeping.export_blocks(links)))
        yield Case(keeping.export_sheet, name, keeping.export_sheet(links))
    most = ErasureSheet({shelf.title: 10**6 for shelf in SHELVES if shelf.erasing}, 400, 400, 36)
    for name, sheet in (
        ("nothing", ErasureSheet({}, 0, 3, 12)),
        ("over", ErasureSheet({"Goals": 1}, 0, 0, 12)),
        ("all", most),
    ):
        yield Case(keeping.erase_form, name, keeping.erase_form(sheet))
    for proposals in (0, 400):
        yield Case(keeping.erased, str(proposals), keeping.erased(Erased(10**6, proposals, ())))
