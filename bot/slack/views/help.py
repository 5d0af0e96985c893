"""What one can ask for: the commands that work here, the words we use, and the guides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from bot.prompts import GuideSummary
from bot.services.understanding import find_topic
from bot.slack.blocks import Block, View, actions, button, context, header, modal, section
from bot.slack.ids import COMMAND, Action
from bot.slack.ids import View as ViewId
from bot.slack.views.glossary import terms
from bot.slack.words import _

NEAR_ENOUGH: Final = 75  # of 100: "strat" is 80 from "start", "status" 72, "banana" 30 from everything
SHORT: Final = 5  # characters
GUIDES_SHOWN: Final = ("starting", "check_in", "halfway", "someone_is_looking", "asking_for_a_talk")


class Usage(NamedTuple):
    """One command: what may stand behind it, and what it does."""

    behind: str
    does: str


def usages() -> Mapping[str, Usage]:
    """Return every command by its word, in the order in which one meets them; "" is the command alone."""
    return {
        "": Usage("", _("what to do next, and your tours")),
        "start": Usage(_("@person"), _("propose a tour of duty")),
        "list": Usage("", _("your tours, and how each of them stands")),
        "show": Usage(_("@person"), _("one tour: read, change, pause, hand over or end it")),
        "goals": Usage(_("@person"), _("the goals of a tour: read them, add some, say how they stand")),
        "checkin": Usage(_("@person"), _("prepare a talk, record it, or move it")),
        "coach": Usage(_("@person"), _("your next step with somebody, and a guide for the talk")),
        "signal": Usage("", _("ask your manager for a talk, without saying why")),
        "nudges": Usage("", _("every nudge to come, and how to change them")),
        "snooze": Usage(_("until when"), _("no nudges until then, for instance Monday; `off` ends it")),
        "settings": Usage("", _("your hours and nudges; what is set for everybody here")),
        "stewards": Usage("", _("who looks after Tourguide here")),
        "privacy": Usage("", _("who can read what, for how long, and who did")),
        "export": Usage("", _("everything of yours in a file, and how to erase it")),
        "help": Usage(_("word"), _("more about one command or word")),
    }


def overview(working: Collection[str], guides: Sequence[GuideSummary]) -> list[Block]:
    """The help: each command of `working` (their words) with what it does, and where the guides are."""
    lines = [_line(word, usage) for word, usage in usages().items() if word in working]
    words = ", ".join(f"`{name.replace('_', ' ')}`" for name in terms())
    return [
        header(_("What you can ask me")),
        section("\n".join(lines)),
        section(
            _(
                "Write to me in plain words, too: *what is a foundational tour?*, *snooze until Monday*, "
                "*he has an offer*."
            )
        ),
        context(
            _("Words explained by `{command} help` and the word: {words}").format(command=COMMAND, words=words),
            _(
                "Where trust is broken, or something is too heavy: `{command} settings` names the People contact."
            ).format(command=COMMAND),
        ),
        *_guide_buttons(_("Guides for a talk"), [guide for guide in guides if guide.topic in GUIDES_SHOWN]),
        actions(
            button(_("Start a tour"), Action.START_TOUR, style="primary"),
            button(_("Prepare a talk"), Action.PREPARE_TALK),
            button(_("Practise a hard talk"), Action.OPEN_REHEARSALS),
            button(_("Who can see what"), Action.PRIVACY),
            block_id="help",
        ),
    ]


def topic(asked: str, working: Collection[str], guides: Sequence[GuideSummary]) -> list[Block]:
    """The help about one word: a command, one of our words, or the talk of a guide; the nearest where none is exact."""
    known = usages()
    names = {
        **{word: "command" for word in known if word and word in working},
        **{guide.topic: "guide" for guide in guides},
        **dict.fromkeys(terms(), "term"),
    }
    found = nearest(asked, names) or find_topic(asked)
    if found is None or found not in names:
        return [section(_("I have nothing under that word. This is what there is.")), *overview(working, guides)]
    if names[found] == "command":
        return [
            section(_line(found, known[found])),
            context(_("Everything else: `{command} help`").format(command=COMMAND)),
        ]
    guide = _guide_buttons(_("There is a guide for this."), [guide for guide in guides if guide.topic == found])
    return [*term(found), *guide] if names[found] == "term" else guide


def term(name: str) -> list[Block]:
    """One of our words, explained. Raises KeyError for a word that `terms` does not have."""
    found = terms()[name]
    return [section(f"*{found.title}*\n{found.meaning}")]


def nearest_command(word: str, working: Collection[str]) -> str | None:
    """Return the command of `working` that `word` may be a slip of the hand for, or None."""
    return nearest(word, [each for each in working if each and each in usages()])


def nearest(asked: str, names: Collection[str]) -> str | None:
    """Return the name that is likeliest meant by `asked`, or None where none is near. Case and "-" do not matter."""
    from rapidfuzz import fuzz, process  # here, because every start would wait for it

    plain, plain_names = asked.lower().replace("_", " ").replace("-", " "), {n: n.replace("_", " ") for n in names}
    scorer = fuzz.WRatio if len(plain) >= SHORT else fuzz.ratio  # "foo" stands in "foundational", but means it not
    found = process.extractOne(plain, plain_names, scorer=scorer, score_cutoff=NEAR_ENOUGH)
    return str(found[2]) if found else None


def sheet(working: Collection[str], guides: Sequence[GuideSummary]) -> View:
    """The help as a modal, behind the button of Home."""
    return modal(ViewId.HELP, _("Help"), overview(working, guides), close=_("Close"))


def _line(word: str, usage: Usage) -> str:
    spoken = " ".join(part for part in (COMMAND, word, usage.behind) if part)
    return f"`{spoken}`  {usage.does}"


def _guide_buttons(title: str, guides: Sequence[GuideSummary]) -> list[Block]:
    """A row of buttons, one for each topic; a topic told to both sides stands there once."""
    titles = {guide.topic: guide.title for guide in reversed(guides)}
    buttons = [
        button(name, f"{Action.OPEN_GUIDE}:{place}", topic)
        for place, (topic, name) in enumerate(reversed(titles.items()))
    ]
    return [section(title), actions(*buttons)] if buttons else []
