"""The confidence questions: offered once, before the first signed tour, and nobody else's business."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.measures import Answers, Occasion
from bot.services.measures import ConfidenceSurvey
from bot.services.people import Actor
from tests.given import HOLDER, MANAGER, a_tour

SOME = Answers(start_career_talk=2, discuss_personal_goals=None, build_trust=5, speak_about_leaving=1)


@pytest.fixture
def survey(database: Database) -> ConfidenceSurvey:
    return ConfidenceSurvey(database)


def test_it_is_offered_until_it_is_answered(survey: ConfidenceSurvey, now: datetime) -> None:
    assert survey.is_wanted(MANAGER)
    survey.answer(MANAGER, SOME, now)
    assert not survey.is_wanted(MANAGER)
    assert survey.mine(MANAGER) == SOME


def test_a_no_is_remembered_and_leaves_answers_alone(survey: ConfidenceSurvey, now: datetime) -> None:
    survey.skip(HOLDER, now)
    assert not survey.is_wanted(HOLDER)
    assert survey.mine(HOLDER) is None
    survey.answer(MANAGER, SOME, now)
    survey.skip(MANAGER, now)
    assert survey.mine(MANAGER) == SOME


def test_saving_it_empty_is_a_no(survey: ConfidenceSurvey, now: datetime) -> None:
    survey.answer(MANAGER, Answers(), now)
    assert not survey.is_wanted(MANAGER)
    assert survey.mine(MANAGER) is None


def test_answering_again_replaces_what_was_said(survey: ConfidenceSurvey, database: Database, now: datetime) -> None:
    survey.answer(MANAGER, SOME, now)
    survey.answer(MANAGER, Answers(build_trust=3), now)
    assert survey.mine(MANAGER) == Answers(build_trust=3)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM confidence").scalar() == 1


def test_the_first_signed_tour_ends_the_offer_a_proposal_or_a_tour_held_does_not(
    survey: ConfidenceSurvey, database: Database, now: datetime
) -> None:
    a_tour(database, now, holder_id="USECOND", signed=False)
    assert survey.is_wanted(MANAGER)
    a_tour(database, now)
    assert not survey.is_wanted(MANAGER)
    assert survey.is_wanted(HOLDER)


def test_a_repeated_submission_is_told_so(survey: ConfidenceSurvey, now: datetime) -> None:
    survey.answer(MANAGER, SOME, now, "V1:h")
    with pytest.raises(AlreadyDealt):
        survey.answer(MANAGER, Answers(), now, "V1:h")
    assert survey.mine(MANAGER) == SOME


def test_nobody_else_gets_anothers_answers(survey: ConfidenceSurvey, database: Database, now: datetime) -> None:
    survey.answer(MANAGER, SOME, now)
    assert survey.mine(HOLDER) is None
    assert survey.mine(Actor("T2", MANAGER.user_id, "UTC", "en-US")) is None
    with database.reading("T2") as work:
        assert work.measures.confidence(MANAGER.user_id, Occasion.BASELINE) is None


@pytest.mark.parametrize("wrong", [0, 6, -1])
def test_an_answer_outside_the_scale_is_no_answer(wrong: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        Answers(**cast("dict[str, Any]", {"build_trust": wrong}))
