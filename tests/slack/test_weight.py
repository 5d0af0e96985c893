"""The lightest process that holds: six answers to propose a tour, two for a talk, two presses for a nudge.

What is added to these screens has to be optional, to hold something already, or to be folded away.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.drafting import TermsWish
from bot.domain.nudges import Moment
from bot.domain.tours import Kind
from bot.services.nudge_sheets import NudgeRef
from bot.services.patterns import Begun, Beside, examples
from bot.slack.views import check_in_forms, nudges, start_aids, tour, tour_form
from tests.shipped import PROMPTS
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World, full
from tests.slack.filling import OpenForm

SIX = ["partner_id", "kind", "mission", "result", "gain", "promise.0.words"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return full(tmp_path_factory.mktemp("weight"), "x")


def to_fill_in(view: dict[str, Any]) -> list[str]:
    """Return the fields that must be filled in before the form can be sent, and hold nothing at first."""
    form = OpenForm(view)
    return [name for name in form.required if form.holds(name) is None]


@pytest.mark.parametrize("kind", [None, *Kind])
@pytest.mark.parametrize(
    "begun", [Begun(), Begun(is_asking=True), Begun(pattern_key="example/council_planning_office")]
)
def test_a_proposal_has_six_required_fields_whatever_stands_beside_them(kind: Kind | None, begun: Begun) -> None:
    form = tour_form.start(TermsWish(kind=kind), TODAY, rows=5, more=True)
    assert OpenForm(start_aids.dress(form, Beside(examples=examples(PROMPTS)), begun)).required == SIX


@pytest.mark.parametrize("actor", [MANAGER, HOLDER])
def test_preparing_or_recording_a_talk_asks_for_two_fields_at_most(world: World, actor: Any) -> None:
    for talk_id in world.talks()[-2:]:
        talk = world.services.check_ins.get(actor, talk_id, NOW)
        for view in (check_in_forms.prepare(talk, None), check_in_forms.record(talk)):
            assert len(OpenForm(view).required) <= 2


def test_what_a_nudge_opens_is_answered_by_sending_it_and_one_field_at_most(world: World) -> None:
    """One press opens it, one sends it: whatever else it asks has its answer already."""
    talk = world.services.check_ins.get(MANAGER, world.talks()[-1], NOW)
    detail = world.services.tours.read(MANAGER, world.running, NOW)
    opened = (
        nudges.snooze(NudgeRef(world.running, 0, Moment.REVIEW_DUE), TODAY),
        nudges.pause(TODAY),
        check_in_forms.prepare(talk, None),
        check_in_forms.record(talk),
        check_in_forms.move(talk),
        tour.move_promise(detail, detail.shown.promises[0]),
    )
    for view in opened:
        assert "submit" in view
        assert len(to_fill_in(view)) <= 1, view["callback_id"]
