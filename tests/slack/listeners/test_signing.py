"""What stood above a signature: the version that was read is kept with it, and another one is read first."""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Database
from bot.domain.lifecycle import State
from bot.prompts import Rendered
from bot.slack.listeners import proposals, tours
from tests.making import HOLDER, MANAGER, proposed
from tests.slack.fakes import words_of
from tests.slack.filling import OpenForm
from tests.slack.listeners.tour_desk import Desk, Library

VERSION = "under signing text 1"


class Reworded(Library):
    """Another wording of a signature."""

    def render(self, name: str, facts: dict[str, object]) -> Rendered:
        return Rendered(super().render(name, facts).heading, "It is a word between us.")


def test_a_signature_keeps_the_version_of_the_wording_that_was_read(
    holder: Desk, database: Database, now: datetime
) -> None:
    waiting = proposed(database, now)
    read = OpenForm(holder.calls(tours.open_tour, value=str(waiting)).shown)
    holder.calls(proposals.sign, view=read.sent(), prompts=Reworded())
    assert "the wording was changed after you opened it" in words_of(holder.shown)
    assert holder.only_tour.state is State.PROPOSED
    holder.calls(proposals.sign, view=OpenForm(holder.shown).sent(), prompts=Reworded())
    signatures = holder.only_tour.latest.signatures
    assert [(each.signer_id, each.wording_number) for each in signatures] == [
        (MANAGER.user_id, None),
        (HOLDER.user_id, 1),
    ]
    assert VERSION in words_of(holder.shown)
    with database.reading("T1") as work:
        kept = work.coach.wording("signing", 1)
    assert kept is not None
    assert kept.body == "It is a word between us."
