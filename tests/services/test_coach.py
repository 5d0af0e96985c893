"""The coach's verbs, on a real database: who may, what follows, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.coach import CardDraft
from bot.domain.promises import PromiseDraft, Side
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.rungs import Rung
from bot.domain.tours import Kind
from bot.services.coach import Coach, climbed
from bot.services.coach_sheets import ClimbRung
from bot.services.people import Actor
from tests.given import HOLDER, MANAGER, a_draft, a_tour
from tests.making import under_way
from tests.services.leading import ONE_LINE, STRANGER, pledge, told, write


@pytest.fixture
def coach(database: Database) -> Coach:
    return Coach(database)


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    return a_tour(database, now)


class TestTheCard:
    def test_one_line_shared_is_the_first_rung_and_the_holder_is_told(
        self, coach: Coach, database: Database, tour_id: int, now: datetime
    ) -> None:
        assert coach.rung(MANAGER, tour_id).rung is Rung.GO_FIRST
        saved = coach.write_card(MANAGER, write(share_with="UHOLDER"), now)
        assert saved.shared == ("UHOLDER",)
        assert saved.next_step is not None
        assert saved.next_step.rung is Rung.TAKE_TURNS
        assert coach.rung(MANAGER, tour_id).rung is Rung.TAKE_TURNS
        assert told(database, "UHOLDER") == ["card_shared"]
        assert coach.read_card(HOLDER, tour_id).draft == ONE_LINE

    def test_written_but_not_shared_it_stays_its_authors(
        self, coach: Coach, database: Database, tour_id: int, now: datetime
    ) -> None:
        coach.write_card(MANAGER, write(), now)
        with pytest.raises(Refused) as refused:
            coach.read_card(HOLDER, tour_id)
        assert refused.value.reason is Reason.NOT_FOUND
        assert coach.read_card(MANAGER, tour_id).draft == ONE_LINE
        assert coach.rung(MANAGER, tour_id).rung is Rung.GO_FIRST
        assert told(database, "UHOLDER") == []

    def test_taken_back_it_cannot_be_opened_and_the_rung_is_lost(
        self, coach: Coach, database: Database, tour_id: int, now: datetime
    ) -> None:
        coach.write_card(MANAGER, write(share_with="UHOLDER"), now)
        saved = coach.write_card(MANAGER, write(version=1, offered="UHOLDER"), now)
        assert saved.taken_back == ("UHOLDER",)
        with pytest.raises(Refused, match="not_found"):
            coach.read_card(HOLDER, tour_id)
        assert coach.rung(MANAGER, tour_id).rung is Rung.GO_FIRST
        again = coach.write_card(MANAGER, write(version=1, share_with="UHOLDER"), now + timedelta(days=1))
        assert again.shared == ("UHOLDER",)
        assert told(database, "UHOLDER") == ["card_shared", "card_shared"]

    def test_erased_its_words_are_gone_for_everybody(
        self, coach: Coach, database: Database, tour_id: int, now: datetime
    ) -> None:
        coach.write_card(MANAGER, write(share_with="UHOLDER"), now)
        assert coach.erase_card(MANAGER, now) == ("UHOLDER",)
        assert coach.erase_card(MANAGER, now) == ()
        for actor in (MANAGER, HOLDER):
            with pytest.raises(Refused, match="not_found"):
                coach.read_card(actor, tour_id)
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM opening_cards").scalar() == 0
        coach.write_card(MANAGER, write(share_with="UHOLDER"), now)
        assert coach.read_card(HOLDER, tour_id).draft == ONE_LINE

    def test_editing_tells_nobody_again(self, coach: Coach, database: Database, tour_id: int, now: datetime) -> None:
        coach.write_card(MANAGER, write(share_with="UHOLDER"), now)
        other = CardDraft(admired="My aunt, who never hurried", values="Calm", hope=None)
        coach.write_card(MANAGER, write(version=1, share_with="UHOLDER", draft=other), now)
        assert coach.read_card(HOLDER, tour_id).draft == other
        assert told(database, "UHOLDER") == ["card_shared"]

    def test_an_empty_card_is_refused_at_its_first_field(self, coach: Coach, now: datetime) -> None:
        with pytest.raises(SeveralRefused) as refused:
            coach.write_card(MANAGER, write(draft=CardDraft(None, None, None)), now)
        assert [(each.reason, each.field) for each in refused.value.refusals] == [(Reason.CARD_EMPTY, "admired")]

    def test_every_line_that_is_too_long_is_named(self, coach: Coach, now: datetime) -> None:
        with pytest.raises(SeveralRefused) as refused:
            coach.write_card(MANAGER, write(draft=CardDraft("x" * 3001, "fits", "y" * 3001)), now)
        assert [each.field for each in refused.value.refusals] == ["admired", "hope"]

    def test_a_second_window_does_not_overwrite_the_first(self, coach: Coach, now: datetime) -> None:
        coach.write_card(MANAGER, write(), now)
        with pytest.raises(Refused, match="changed_meanwhile"):
            coach.write_card(MANAGER, write(draft=CardDraft("Someone else", None, None)), now)
        assert coach.card(MANAGER).draft == ONE_LINE

    def test_it_cannot_be_shared_with_somebody_one_does_not_lead(
        self, coach: Coach, database: Database, tour_id: int, now: datetime
    ) -> None:
        with pytest.raises(Refused, match="not_yours"):
            coach.write_card(MANAGER, write(share_with="USTRANGER"), now)
        with pytest.raises(Refused, match="not_yours"):
            coach.write_card(HOLDER, write(share_with="UMANAGER"), now)
        assert told(database, "USTRANGER") == told(database, "UMANAGER") == []

    def test_a_repeated_submission_changes_nothing(self, coach: Coach, tour_id: int, now: datetime) -> None:
        coach.write_card(MANAGER, write(share_with="UHOLDER"), now, "V1:hash")
        with pytest.raises(AlreadyDealt):
            coach.write_card(MANAGER, write(version=1, offered="UHOLDER"), now, "V1:hash")
        assert coach.read_card(HOLDER, tour_id).draft == ONE_LINE

    def test_its_words_lie_sealed_in_the_database(self, coach: Coach, database: Database, now: datetime) -> None:
        coach.write_card(MANAGER, write(draft=CardDraft("a lighthouse keeper", None, None)), now)
        with database.engine.connect() as connection:
            row = connection.exec_driver_sql("SELECT admired FROM opening_cards").one()
        assert b"lighthouse" not in row[0]

    def test_the_sheet_offers_every_holder_or_the_one_it_was_opened_for(
        self, coach: Coach, database: Database, tour_id: int, now: datetime
    ) -> None:
        a_tour(database, now, holder_id="USECOND", signed=False)
        assert {reader.holder_id for reader in coach.card(MANAGER).readers} == {"UHOLDER", "USECOND"}
        assert [reader.holder_id for reader in coach.card(MANAGER, tour_id).readers] == ["UHOLDER"]
        assert coach.card(HOLDER).readers == ()


class TestTheRungs:
    @pytest.mark.parametrize("rung", [Rung.TAKE_TURNS, Rung.PLEDGE, Rung.ASK])
    def test_what_touches_plans_waits_for_the_card(
        self, coach: Coach, database: Database, tour_id: int, now: datetime, rung: Rung
    ) -> None:
        with pytest.raises(Refused, match="card_first"):
            coach.rung(MANAGER, tour_id, rung)
        with pytest.raises(Refused, match="card_first"):
            coach.climb(MANAGER, ClimbRung(tour_id, rung), now)
        with pytest.raises(Refused, match="card_first"):
            pledge(database, tour_id, now)
        assert told(database, "UHOLDER") == []

    def test_nothing_stands_in_for_the_card(self, coach: Coach, tour_id: int, now: datetime) -> None:
        with pytest.raises(Refused, match="card_first"):
            coach.climb(MANAGER, ClimbRung(tour_id, Rung.GO_FIRST), now)

    def test_from_nothing_to_all_five(self, coach: Coach, database: Database, tour_id: int, now: datetime) -> None:
        coach.write_card(MANAGER, write(share_with="UHOLDER"), now)
        assert coach.climb(MANAGER, ClimbRung(tour_id, Rung.TAKE_TURNS), now).rung is Rung.PLEDGE
        assert pledge(database, tour_id, now).rung is Rung.ASK
        assert coach.climb(MANAGER, ClimbRung(tour_id, Rung.ASK), now).rung is Rung.KEEP
        assert coach.climb(MANAGER, ClimbRung(tour_id, Rung.KEEP), now).rung is Rung.KEEP
        with database.reading("T1") as work:
            assert climbed(work, "UMANAGER", "UHOLDER") == set(Rung)
            assert climbed(work, "UMANAGER", "USECOND") == set()
        assert told(database, "UHOLDER") == ["card_shared", "pledge_made"]

    def test_only_the_manager_of_the_tour_is_coached(self, coach: Coach, tour_id: int, now: datetime) -> None:
        for actor in (HOLDER, STRANGER):
            with pytest.raises(Refused, match="not_yours"):
                coach.rung(actor, tour_id)
            with pytest.raises(Refused, match="not_yours"):
                coach.climb(actor, ClimbRung(tour_id, Rung.KEEP), now)

    def test_a_tour_that_is_over_is_not_coached(self, coach: Coach, database: Database, now: datetime) -> None:
        tour_id = a_tour(database, now, signed=False)
        with database.work("T1") as work:
            work.tours.get(tour_id).withdraw(by="UMANAGER", now=now)
        with pytest.raises(Refused, match="tour_over"):
            coach.rung(MANAGER, tour_id, Rung.KEEP)

    def test_keep_lists_what_is_open_the_companys_first_the_earliest_first(
        self, coach: Coach, database: Database, now: datetime
    ) -> None:
        agreed = (
            PromiseDraft(Side.HOLDER, "Write the guide", HOLDER.user_id, date(2026, 3, 1)),
            PromiseDraft(Side.COMPANY, "A course in Lyon", MANAGER.user_id, date(2026, 6, 1)),
            PromiseDraft(Side.COMPANY, "An introduction", MANAGER.user_id, date(2026, 4, 1)),
        )
        tour_id = under_way(database, now, HOLDER, replace(a_draft(), promises=agreed), MANAGER)
        promises = coach.rung(MANAGER, tour_id, Rung.KEEP).promises
        assert [promise.words for promise in promises] == ["An introduction", "A course in Lyon", "Write the guide"]

    def test_another_workspace_sees_nothing(self, coach: Coach, tour_id: int, now: datetime) -> None:
        coach.write_card(MANAGER, write(share_with="UHOLDER"), now)
        elsewhere = Actor("T2", "UMANAGER", "Europe/Berlin", "en-US")
        with pytest.raises(Refused, match="not_found"):
            coach.rung(elsewhere, tour_id)
        assert coach.card(elsewhere).draft == CardDraft(None, None, None)


def test_facing_tells_the_side_one_is_on(coach: Coach, tour_id: int) -> None:
    lead, hold = coach.facing(MANAGER, "UHOLDER"), coach.facing(HOLDER, "UMANAGER")
    assert lead is not None
    assert hold is not None
    assert (lead.role, hold.role, lead.kind, lead.tour_id) == ("manager", "holder", Kind.ROTATIONAL, tour_id)
    assert coach.facing(MANAGER, "USTRANGER") is None
