"""The screens about stewards."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.stewards import MOST
from bot.slack.views import stewards
from tests.slack.cases.case import Case, message
from tests.slack.cases.world import World


def cases(world: World) -> Iterator[Case]:
    """Yield nothing: no screen here shows what people wrote."""
    yield from ()


def fixed() -> Iterator[Case]:
    """Yield every screen of this story."""
    many = [f"W{number:020}" for number in range(MOST)]
    for name, people in (("one", many[:1]), ("many", many)):
        yield Case(stewards.form, name, stewards.form(people))
        yield Case(stewards.names, name, message(stewards.names(people)))
    yield Case(stewards.names, "none", message(stewards.names([])))
