"""Every DM at its emptiest and its fullest, judged; and what its buttons lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.check_ins import Review
from bot.domain.nudges import Moment
from bot.domain.rungs import Rung
from bot.domain.tours import Kind
from bot.prompts import MOMENTS, PromptKind, Rendered
from bot.services.say import Say
from bot.slack import messages
from bot.slack.ids import Action
from bot.slack.listeners import register_all
from bot.slack.routes import Payload, Routes
from tests.shipped import PROMPTS
from tests.slack.judges import judge

SAY = Say(
    ids=("a" * 32,),
    moment=Moment.REVIEW_DUE,
    to_id="U0MANAGER",
    other_id="U0HOLDER",
    tour_id=2**31 - 1,
    subject_id=2**31 - 2,
    kind=Kind.TRANSFORMATIONAL,
    review=Review.NEXT_TOUR_TALK,
    due_on=date(2027, 9, 22),
    rung=Rung.GO_FIRST,
    count=12,
    days=3,
    today=date(2026, 12, 1),
)
NEWS = [name for name, moment in MOMENTS.items() if moment.kind is PromptKind.MESSAGE]


def rendered(say: Say, name: str) -> Rendered:
    return PROMPTS.render(name, messages.facts(say))


def buttons(dm: messages.Dm) -> list[str]:
    return [
        element["action_id"] for block in dm.blocks for element in block.get("elements", ()) if "action_id" in element
    ]


@pytest.mark.parametrize("moment", NEWS)
def test_each_piece_of_news_can_be_sent_and_leads_on(moment: str) -> None:
    say = replace(SAY, moment=moment)
    dm = messages.news_dm(say, rendered(say, f"messages/{moment}"))
    judge({"text": dm.text, "blocks": dm.blocks})
    assert "<@U0HOLDER>" in dm.text
    assert buttons(dm)


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("count", [1, 12])
def test_each_nudge_in_all_its_words_can_be_sent(moment: Moment, count: int) -> None:
    say = replace(SAY, moment=moment, count=count)
    for name in PROMPTS.variants(moment, SAY.rung if moment is Moment.REVIEW_DUE else None):
        dm = messages.nudges_dm([(say, rendered(say, name))])
        judge({"text": dm.text, "blocks": dm.blocks})


@pytest.mark.parametrize("rung", Rung)
def test_a_due_review_leads_to_the_step_of_its_rung_first(rung: Rung) -> None:
    say = replace(SAY, rung=rung)
    dm = messages.nudges_dm([(say, rendered(say, PROMPTS.variants(say.moment, rung)[0]))])
    first = Action.WRITE_OPENING_CARD if rung is Rung.GO_FIRST else Action.CLIMB_RUNG
    assert buttons(dm)[:2] == [first, Action.PREPARE_REVIEW]
    assert {Action.PREPARE_REVIEW, Action.RECORD_REVIEW, Action.SNOOZE_NUDGE} <= set(buttons(dm))


def test_the_fullest_dm_still_fits() -> None:
    longest = max(PROMPTS.variants("review_due"), key=lambda n: len("".join(rendered(SAY, n))))
    told = [(replace(SAY, slowed=True), rendered(SAY, longest))] * messages.IN_FULL
    dm = messages.nudges_dm(told, [SAY] * 2000)
    judge({"text": dm.text, "blocks": dm.blocks})
    assert "and 2007 more" in dm.text


def test_a_kind_that_stops_says_so() -> None:
    dm = messages.nudges_dm([(replace(SAY, stopping=True), None)])
    judge({"text": dm.text, "blocks": dm.blocks})
    assert buttons(dm) == [Action.NUDGE_SETTINGS]


def test_every_button_of_every_message_has_a_listener() -> None:
    routes = Routes()
    register_all(routes)
    known = set(routes.keys(Payload.ACTION))
    for moment in NEWS:
        assert set(buttons(messages.news_dm(replace(SAY, moment=moment), Rendered("-", "")))) <= known
    for nudge in Moment:
        for rung in Rung:
            dm = messages.nudges_dm([(replace(SAY, moment=nudge, rung=rung, count=1), Rendered("-", ""))])
            assert set(buttons(dm)) <= known


def test_days_are_said_with_their_year_only_where_it_is_another() -> None:
    assert messages.day_words(date(2026, 3, 4), date(2026, 2, 1)) == "Wednesday, 4 March"
    assert messages.day_words(date(2027, 3, 4), date(2026, 2, 1)) == "Thursday, 4 March 2027"
