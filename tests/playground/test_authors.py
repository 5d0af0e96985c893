"""The authors' desk: a saved file is read at once, by the page and by the bot; one at fault keeps its last text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.playground.authors import AuthorsDesk, group_of
from bot.program import PROMPTS
from bot.prompts import Prompts

NAME = "nudges/goal_due/if_then"
WORDS = "Ask {{ other }} which goal is nearest.\n\nIt is due on {{ due }}.\n"


@pytest.fixture(scope="module")
def shipped() -> Prompts:
    return Prompts.load(PROMPTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))


@pytest.fixture
def desk(folder: Path, shipped: Prompts) -> AuthorsDesk:
    return AuthorsDesk([folder], Prompts(shipped.by_name))


def save(folder: Path, body: str, name: str = NAME) -> Path:
    """Write a nudge about goals anew, below the front matter that it takes."""
    path = folder / "en" / f"{name}.md"
    path.write_text(f"---\nkind: nudge\nmoment: goal_due\nfacts: [other, due]\n---\n{body}", encoding="utf-8")
    return path


def read(desk: AuthorsDesk, name: str = NAME) -> str:
    """Return what the page shows of a prompt."""
    shown = {prompt["name"]: prompt for prompt in desk.shown(group_of(name))["prompts"]}
    return "\n".join(one["text"] for one in shown[name]["reads"])


def test_a_saved_file_is_shown_and_spoken_at_once(desk: AuthorsDesk, folder: Path) -> None:
    bot = desk.prompts
    assert not desk.look()
    save(folder, WORDS)
    assert desk.look()
    assert desk.summary() == {"version": 1, "newest": "nudges/goal_due", "faults": 0}
    assert read(desk) == "Ask <@U0SAMPLE> which goal is nearest.\n\nIt is due on Thursday, 4 March."
    assert "which goal is nearest" in bot.render_sample(NAME)
    assert not desk.look()


def test_every_variant_is_shown_for_each_kind_of_tour_where_they_differ(desk: AuthorsDesk, folder: Path) -> None:
    save(folder, "{% if kind == 'foundational' %}Ask{% else %}Tell{% endif %} {{ other }}.\n\nBy {{ due }}.\n")
    path = folder / "en" / f"{NAME}.md"
    path.write_text(path.read_text("utf-8").replace("[other, due]", "[other, due, kind]"), encoding="utf-8")
    desk.look()
    shown = desk.shown("nudges/goal_due")
    assert len(shown["prompts"]) == len(Prompts.read(folder).variants("goal_due"))
    kinds = next(prompt for prompt in shown["prompts"] if prompt["name"] == NAME)["reads"]
    assert [one["when"] for one in kinds] == ["rotational, transformational", "foundational"]
    assert [one["text"].partition(" ")[0] for one in kinds] == ["Tell", "Ask"]


def test_a_file_at_fault_is_named_with_its_line_and_keeps_its_last_text(desk: AuthorsDesk, folder: Path) -> None:
    save(folder, WORDS)
    desk.look()
    path = save(folder, WORDS.replace("It is due", "Great job, it is due"))
    save(folder, WORDS.replace("nearest", "hardest"), "nudges/goal_due/ours")
    assert desk.look()
    shown = desk.shown("nudges/goal_due")
    assert [(fault["place"], fault["says"]) for fault in shown["faults"]] == [
        (f"{path}:8", 'says "great job", which is not how we speak')
    ]
    assert read(desk) == "Ask <@U0SAMPLE> which goal is nearest.\n\nIt is due on Thursday, 4 March."
    assert "nearest" in desk.prompts.render_sample(NAME)
    assert "hardest" in desk.prompts.render_sample("nudges/goal_due/ours"), "the file without a fault is taken"
    save(folder, WORDS.replace("nearest", "dearest"))
    desk.look()
    assert "dearest" in desk.prompts.render_sample(NAME)
    assert desk.summary()["faults"] == 0


def test_what_cannot_be_read_at_all_is_shown_by_its_fault_alone(desk: AuthorsDesk, folder: Path) -> None:
    path = save(folder, WORDS, "nudges/goal_due/ours")
    path.write_text("Just words.\n", encoding="utf-8")
    desk.look()
    shown = desk.shown("nudges/goal_due")
    ours = next(prompt for prompt in shown["prompts"] if prompt["name"] == "nudges/goal_due/ours")
    assert (ours["reads"], ours["is_old"]) == ([], True)
    assert [fault["place"] for fault in shown["faults"]] == [f"{path}:1"]


def test_a_prompt_that_the_bot_cannot_do_without_is_kept_when_its_file_goes(desk: AuthorsDesk, folder: Path) -> None:
    (folder / "en" / "wording" / "pledge.md").unlink()
    desk.look()
    shown = desk.shown("wording/pledge")
    assert [fault["says"] for fault in shown["faults"]] == ["wording/pledge: is missing"]
    assert (shown["prompts"][0]["file"], bool(shown["prompts"][0]["reads"])) == ("", True)
    (folder / "en" / "nudges" / "goal_due" / "if_then.md").unlink()
    shutil.copy(PROMPTS / "en" / "wording" / "pledge.md", folder / "en" / "wording")
    desk.look()
    assert NAME not in desk.prompts.by_name, "a variant that is not needed goes with its file"


def test_both_tellings_of_a_guide_stand_together(desk: AuthorsDesk) -> None:
    names = [prompt["name"] for prompt in desk.shown("guides/check_in")["prompts"]]
    assert names == ["guides/check_in", "guides/holder/check_in"]
    assert desk.shown("nowhere")["group"] == desk.shown("")["group"]
