"""Whoever leaves may be called by a name; what stands in a phrase, and whoever writes, is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.understanding.likeness import Phrasebook
from bot.services.understanding.names import PERSON, with_persons
from bot.services.understanding.phrases import BANK

knows = Phrasebook(BANK).knows


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I think Tomas is leaving", "I think person is leaving"),
        ("tomas might be looking for another job", "person might be looking for another job"),
        ("Élodie wants to quit", "person wants to quit"),
        ("Tomas's thinking about leaving", "person's thinking about leaving"),
        ("will Tomas leave us?", "will person leave us?"),
        ("Tomas got a better offer", "person got a better offer"),
        ("how do I keep Tomas from leaving", "how do I keep person from leaving"),
        ("I am afraid of losing Tomas", "I am afraid of losing person"),
        ("I think Mark is leaving", "I think person is leaving"),
        ("Tomas just resigned", "person just resigned"),
        ("a talk with Nils who wants to leave", "a talk with person who wants to leave"),
        ("Tomas is leaving and Ines may quit", "person is leaving and person may quit"),
    ],
)
def test_a_name_is_a_person(written: str, read: str) -> None:
    assert with_persons(written, knows) == read


@pytest.mark.parametrize(
    "written",
    [
        "I want to leave",
        "I think I am leaving",
        "im thinking of quitting",
        "ive been looking for a new job",
        "my manager is leaving",
        "Mark is leaving",  # at the beginning each word has a capital letter, and people mark promises
        "yesterday I got an offer from Google",
        "what is thinking about leaving",
        "Tomas is on holiday",
        "losing patience",
        "maybe leaving soon",
    ],
)
def test_what_is_no_name_stays(written: str) -> None:
    assert with_persons(written, knows) == written


@given(st.lists(st.sampled_from(["I", "Tomas", "is", "been", "to", "leave", "a", "an", "offer", "has", "'s", ","])))
def test_whoever_writes_is_never_taken_for_somebody_else(words: list[str]) -> None:
    read = with_persons(" ".join(words), knows)
    assert read.split().count("I") == words.count("I")
    assert read.count(PERSON) <= words.count("Tomas")
