"""The forms of a tour become commands, and forged ones are refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.domain.drafting import MOST_PROMISES, PromiseWish, TermsWish
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Kind, Rhythm
from bot.services.signing import SignTerms
from bot.slack.forms import tours as forms
from bot.slack.views import tour_form
from tests.slack.filling import OpenForm

TODAY = date(2026, 1, 5)
HASH = "a" * 64


def form(wish: TermsWish | None = None, **how: Any) -> OpenForm:
    return OpenForm(tour_form.start(wish or TermsWish(), TODAY, **how))


def test_an_untouched_form_asks_for_nothing_yet() -> None:
    command = forms.start_tour(form().sent())
    assert (command.partner_id, command.leads, command.wish.kind, command.wish.mission) == (None, True, None, None)
    assert all(promise.is_empty for promise in command.wish.promises)
    assert command.wish.start_on == TODAY


def test_everything_entered_arrives() -> None:
    open_form = form(TermsWish(kind=Kind.ROTATIONAL), partner_id="UH", rows=3, more=True).fill(
        leads="them",
        mission="m",
        result="r",
        gain="g",
        promise__0__words="p0",
        promise__0__owner_id="UX",
        promise__0__due_on="2026-05-01",
        promise__1__words="p1",
        promise__1__due_on="2026-06-01",
        promise__2__side="holder",
        promise__2__words="p2",
        promise__2__due_on="2026-07-01",
        start_on="2026-02-01",
        end_on="2027-02-01",
        rhythm="quarterly",
        uncertainties="u",
        halfway_on="2026-08-03",
        next_talk_on="2026-12-01",
    )
    command = forms.start_tour(open_form.sent())
    assert (command.partner_id, command.leads) == ("UH", False)
    assert command.wish == TermsWish(
        kind=Kind.ROTATIONAL,
        mission="m",
        result="r",
        gain="g",
        promises=(
            PromiseWish(0, Side.COMPANY, "p0", "UX", date(2026, 5, 1)),
            PromiseWish(1, Side.HOLDER, "p1", None, date(2026, 6, 1)),
            PromiseWish(2, Side.HOLDER, "p2", None, date(2026, 7, 1)),
        ),
        start_on=date(2026, 2, 1),
        end_on=date(2027, 2, 1),
        rhythm=Rhythm.QUARTERLY,
        halfway_on=date(2026, 8, 3),
        next_talk_on=date(2026, 12, 1),
        uncertainties="u",
    )


def sent(memory: object) -> dict[str, Any]:
    return form().sent(private_metadata=memory if isinstance(memory, str) else json.dumps(memory))


@pytest.mark.parametrize(
    "memory",
    [
        "",
        "no json",
        [],
        {"rows": 1},
        {"rows": MOST_PROMISES + 1},
        {"rows": "3"},
        {"rows": 2, "kind": "endless"},
        {"rows": 2, "kind": 7},
        {"rows": 2, "kind": ["rotational"]},
    ],
)
def test_a_forged_memory_is_refused(memory: object) -> None:
    with pytest.raises(Refused) as caught:
        forms.start_tour(sent(memory))
    assert caught.value.reason is Reason.FORM_OUTDATED


@pytest.mark.parametrize("memory", [{"rows": 2}, {"rows": 2, "tour": 1}, {"rows": 2, "tour": 1, "base": "1"}])
def test_a_change_knows_what_it_changes(memory: object) -> None:
    with pytest.raises(Refused):
        forms.change_tour(sent(memory))
    command = forms.change_tour(sent({"rows": 2, "tour": 7, "base": 3}))
    assert (command.tour_id, command.base_number, command.reason) == (7, 3, None)


@pytest.mark.parametrize("change", [{"hash": "a"}, {"hash": 7}, {"hash": None}, {"number": 0}, {"tour": None}])
def test_a_signature_knows_what_it_signs(change: dict[str, object]) -> None:
    memory = {"tour": 7, "number": 2, "hash": HASH}
    assert forms.sign_terms(sent(memory)) == SignTerms(7, 2, HASH)
    with pytest.raises(Refused) as caught:
        forms.sign_terms(sent(memory | change))
    assert caught.value.reason is Reason.FORM_OUTDATED


def test_a_choice_that_was_never_offered_is_none() -> None:
    view = form(TermsWish(kind=Kind.ROTATIONAL)).sent()
    view["state"]["values"]["kind"] = {"choose_kind": {"selected_option": {"value": "endless"}}}
    assert forms.wish(view).kind is None
