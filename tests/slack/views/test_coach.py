"""Screens of the coach: Slack takes them at their fullest and emptiest, and they say who reads what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.coach import CardDraft
from bot.domain.measures import Answers
from bot.domain.permissions import Role
from bot.domain.promises import Side
from bot.domain.rungs import Rung
from bot.domain.tours import Kind
from bot.domain.turns import Question
from bot.domain.wordings import WordingText
from bot.prompts import Rendered
from bot.services.coach_sheets import (
    CardReader,
    CardSaved,
    CardSheet,
    Facing,
    OpenPromise,
    PledgeSheet,
    RungSheet,
    SharedCard,
    Step,
)
from bot.services.turns import AskedTurn, ReceivedTurn, TurnsSheet
from bot.slack.blocks import Block
from bot.slack.views import coach, guides, measures, opening_card, pledges, turns
from tests.shipped import PROMPTS
from tests.slack.judges import judge

LONG = ("م 東京の工場で 🛠 <!channel> *bold* <@U0EVIL> " * 90)[:3000]
FULL = CardDraft(LONG, LONG, LONG)
READERS = tuple(CardReader(f"U0HOLDER{number}", "Ňžüm " * 30, number % 2 == 0) for number in range(40))
PROMISES = tuple(
    OpenPromise(number, Side.COMPANY if number % 2 else Side.HOLDER, LONG, date(2026, 9, 30)) for number in range(40)
)
PLEDGE = WordingText(*PROMPTS.render("wording/pledge", {"kind": None}))
GUIDE = Rendered("Pledge", "Say in advance what you will do.")
ASKED = tuple(AskedTurn(question, LONG, date(2026, 9, 30), LONG) for question in Question)
TURNS = TurnsSheet(7, "U0HOLDER", ASKED, tuple(Question), date(2026, 9, 30))
RECEIVED = ReceivedTurn(3, "U0MANAGER", Question.VALUES, LONG, None, is_shared=False)
FACING = Facing(7, "U0HOLDER", Role.MANAGER, Kind.ROTATIONAL)


def sheet(rung: Rung, *, climbed_on: date | None = None, in_person: bool = False) -> RungSheet:
    made = climbed_on is not None and not in_person
    return RungSheet(7, "U0HOLDER", rung, climbed_on, in_person, PROMISES, Kind.ROTATIONAL, is_pledged=made)


def rung(which: Rung, **facts: Any) -> dict[str, Any]:
    of = sheet(which, **facts)
    bodies: dict[Rung, Iterable[Block]] = {
        Rung.TAKE_TURNS: turns.part(TURNS),
        Rung.PLEDGE: pledges.part(of, PLEDGE),
        Rung.ASK: coach.ask_part(of),
        Rung.KEEP: coach.keep_part(of),
    }
    return coach.rung(of, PROMPTS.render(f"guides/rungs/{which}", {"kind": "rotational"}), bodies[which])


SCREENS = {
    "card, empty": opening_card.opening_card(CardSheet(CardDraft(None, None, None), 0, (), None)),
    "card, fullest": opening_card.opening_card(CardSheet(FULL, 99, READERS, None), sent_here=True),
    "card, for one": opening_card.opening_card(CardSheet(FULL, 1, READERS[1:2], READERS[1].holder_id)),
    "card, read": opening_card.shared_card(SharedCard("U0MANAGER", FULL, 7)),
    "card, one line read": opening_card.shared_card(SharedCard("U0MANAGER", CardDraft(None, "Calm", None), 7)),
    **{f"rung {each}": rung(each) for each in list(Rung)[1:]},
    **{f"rung {each}, climbed": rung(each, climbed_on=date(2026, 9, 30), in_person=True) for each in list(Rung)[1:]},
    "keep, nothing open": coach.rung(
        replace(sheet(Rung.KEEP), promises=()), GUIDE, coach.keep_part(replace(sheet(Rung.KEEP), promises=()))
    ),
    "turns, nothing asked": coach.rung(sheet(Rung.TAKE_TURNS), GUIDE, turns.part(replace(TURNS, asked=()), 3)),
    "turns, all asked": coach.rung(sheet(Rung.TAKE_TURNS), GUIDE, turns.part(replace(TURNS, left=()))),
    "turns, one left": coach.rung(sheet(Rung.TAKE_TURNS), GUIDE, turns.part(replace(TURNS, left=TURNS.left[:1]))),
    "ask": turns.ask(TURNS, Question.VALUES),
    "received": turns.received(RECEIVED),
    "received, answered": turns.received(replace(RECEIVED, mine=LONG, is_shared=True)),
    "received, all": turns.all_received([RECEIVED] * 8),
    "received, none": turns.all_received([]),
    **{f"climbed, then {each}": coach.climbed(Step(7, "U0HOLDER", each)) for each in Rung},
    "pledge": pledges.pledge(PledgeSheet(7, "U0MANAGER", "U0HOLDER", "U0MANAGER", date(2026, 9, 30), None, 2, PLEDGE)),
    "prepare": guides.prepare_talk(PROMPTS.guides()),
    "prepare, chosen": guides.prepare_talk(PROMPTS.guides(), person_id="U0HOLDER", topic="check_in"),
    "confidence, empty": measures.questions(None),
    "confidence, answered": measures.questions(Answers(1, None, 5, 3)),
}
BLOCKS = {
    "offer": measures.offer(),
    "saved": opening_card.card_saved(CardSaved((), (), None)),
    "saved, fullest": opening_card.card_saved(
        CardSaved(tuple(f"U0HOLDER{n}" for n in range(10)), ("U0H",), Step(7, "U0HOLDER", Rung.TAKE_TURNS))
    ),
}


@pytest.mark.parametrize("name", SCREENS)
def test_slack_takes_every_screen(name: str) -> None:
    judge(SCREENS[name])


@pytest.mark.parametrize("name", BLOCKS)
def test_slack_takes_every_answer(name: str) -> None:
    judge({"text": "Answer", "blocks": BLOCKS[name]})


@pytest.mark.parametrize("summary", PROMPTS.guides(), ids=lambda summary: summary.name)
@pytest.mark.parametrize("facing", [None, FACING])
def test_slack_takes_every_guide(summary: Any, facing: Facing | None) -> None:
    judge(guides.guide(PROMPTS.guide(summary.topic, summary.for_whom), facing))


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_with_writing_says_who_sees_it(name: str) -> None:
    blocks = SCREENS[name]["blocks"]
    if any(block["type"] in {"input", "rich_text"} for block in blocks):
        assert any(block["type"] == "context" and "Visible to" in block["elements"][0]["text"] for block in blocks)


def test_what_people_wrote_is_never_markup() -> None:
    for name in ("card, read", "rung keep"):
        markup = [block for block in SCREENS[name]["blocks"] if block["type"] in {"section", "context"}]
        assert "<!channel>" not in json.dumps(markup)


def test_a_card_opened_for_somebody_is_ready_to_share_with_one_press() -> None:
    (share,) = [b for b in SCREENS["card, for one"]["blocks"] if b.get("block_id") == "share_with"]
    assert [each["value"] for each in share["element"]["initial_options"]] == [READERS[1].holder_id]


def test_a_pledge_that_was_made_here_is_not_offered_again() -> None:
    made = rung(Rung.PLEDGE, climbed_on=date(2026, 9, 30))
    assert "make_pledge" not in json.dumps(made)
    assert "make_pledge" in json.dumps(rung(Rung.PLEDGE, climbed_on=date(2026, 9, 30), in_person=True))


def test_each_question_to_take_along_comes_once_round() -> None:
    sheet = replace(TURNS, asked=())
    seen = {json.dumps(list(turns.part(sheet, at))) for at in range(len(Question))}
    assert len(seen) == len(Question)
    assert json.dumps(list(turns.part(sheet, len(Question)))) in seen


def test_what_is_not_shared_looks_the_same_whatever_was_done() -> None:
    nothing_shared = replace(TURNS, asked=(replace(ASKED[0], theirs=None),))
    assert "unread, kept, or passed" in json.dumps(list(turns.part(nothing_shared)))
