"""What the bot says to a greeting, to anger, to distress, to wishes that lead elsewhere, and where it is not sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.services.home_sheets import Step
from bot.services.understanding import Intent, Near, Understood
from bot.slack.blocks import Block, actions, button, section
from bot.slack.ids import Action
from bot.slack.views import next_step
from bot.slack.views.glossary import terms
from bot.slack.views.reply import Known, Reply, help_button, says
from bot.slack.words import _


def greeting(_said: Understood, known: Known) -> Reply:
    """A greeting, and what is next."""
    hello = _("Hello.") if known.sheet.step.step is Step.NOTHING else _("Hello. This is next.")
    return Reply(hello, [section(hello), *next_step.blocks(known.sheet)])


def thanks(_said: Understood, _known: Known) -> Reply:
    """Thanks taken."""
    return says(_("You are welcome. I am here when the next talk comes near."))


def anger(_said: Understood, _known: Known) -> Reply:
    """The way out, for somebody who is angry."""
    words = _(
        "I seem to be in your way. You can pause my nudges, have them come less often, or stop them. "
        "If something went wrong, tell the people who run Tourguide here."
    )
    return says(words, button(_("Change my nudges"), Action.NUDGE_SETTINGS), help_button())


def distress(_said: Understood, known: Known) -> Reply:
    """A kind sentence, and where to find a person. It leads nowhere inside the app."""
    words = _(
        "I am sorry that it is this hard. I am a program, and this is for a person: please speak today with "
        "somebody you trust, a doctor, or {contact}. If anybody is in danger, call the emergency number "
        "of your country now. I keep nothing of what you wrote."
    )
    contact_id = known.sheet.people_contact_id
    return says(words.format(contact=f"<@{contact_id}>" if contact_id else _("your People team")))


def other_language(_said: Understood, known: Known) -> Reply:
    """What is understood, and buttons for those who write in another language."""
    words = _("So far I understand English only. These buttons lead to the usual things.")
    return Reply(words, [section(words), *_choices(_USUAL, known)])


def signal(_said: Understood, known: Known) -> Reply:
    """The way to ask for a talk, for whoever serves a tour; for everybody else the words for it."""
    guide = button(_("How to ask for a talk"), Action.OPEN_GUIDE, "asking_for_a_talk")
    serving = [row for row in known.running if not row.leads and not row.other_is_gone]
    if not serving:
        return says(_("A talk is best asked for in person. There is a guide for it."), guide)
    words = _(
        "The message to your manager says only that you would like to talk. You have ten minutes to take it back."
    )
    ask = button(_("Ask for a talk"), Action.ASK_FOR_TALK, str(serving[0].id), style="primary")
    return says(words, ask, guide)


def alumni(_said: Understood, _known: Known) -> Reply:
    """What there is instead of a list of alumni."""
    words = _("There is no list of alumni here yet. For the last day there is a guide.")
    return says(words, button(_("The last day"), Action.OPEN_GUIDE, "last_day"))


def export(_said: Understood, _known: Known) -> Reply:
    """The way to a file of one's own."""
    words = _("You can take everything of yours as a file, or erase what you wrote. Both say first what that means.")
    mine = button(_("Export mine"), Action.EXPORT_MINE), button(_("Erase mine"), Action.ERASE_MINE)
    return says(words, *mine, button(_("Who can see what"), Action.PRIVACY))


def unsure(said: Understood, known: Known) -> Reply:
    """Not understood: the three nearest things, to choose from."""
    words = _("I do not know what you mean by that. Is it one of these?")
    return Reply(words, [section(words), *_choices(said.nearest or _USUAL, known)])


_USUAL: Final = (Near(Intent.NEXT), Near(Intent.NUDGES), Near(Intent.HELP))


def _choices(nearest: Sequence[Near], known: Known) -> list[Block]:
    buttons = [
        button(_label(near, known), f"{Action.DID_YOU_MEAN}:{place}", f"{near.intent.value}:{near.topic or ''}")
        for place, near in enumerate(nearest)
    ]
    return [actions(*buttons)]


def _label(near: Near, known: Known) -> str:
    topic = near.topic or ""
    if near.intent is Intent.TERM and topic in terms():
        return terms()[topic].title
    titles = {guide.topic: guide.title for guide in known.prompts.guides()}
    if near.intent is Intent.GUIDE and topic in titles:
        return titles[topic]
    return _intent_names().get(near.intent, _("Help"))


def _intent_names() -> Mapping[Intent, str]:
    return {
        Intent.NEXT: _("What is next"),
        Intent.START: _("Start a tour"),
        Intent.LIST: _("My tours"),
        Intent.SHOW: _("Show a tour"),
        Intent.LEADER: _("Who leads my tour"),
        Intent.GOALS: _("Goals"),
        Intent.CHECKIN: _("My next talks"),
        Intent.COACH: _("Prepare a talk"),
        Intent.NUDGES: _("My nudges"),
        Intent.SNOOZE: _("Pause nudges"),
        Intent.SETTINGS: _("Settings"),
        Intent.PRIVACY: _("Who can see what"),
        Intent.SIGNAL: _("Ask for a talk"),
        Intent.ALUMNI: _("Alumni"),
        Intent.EXPORT: _("My data"),
    }
