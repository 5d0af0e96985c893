"""What the bot answers in a DM: a short reply to each thing that can be meant, with the buttons that lead on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.permissions import Role
from bot.prompts import Guide, PromptError
from bot.services.home_sheets import TourRow
from bot.services.nudge_sheets import Snoozed
from bot.services.understanding import Intent, Understood
from bot.slack.blocks import Block, Element, actions, button, context, section
from bot.slack.ids import COMMAND, Action
from bot.slack.views import choosing, keeping, leading, next_step, nudges, privacy, small_talk
from bot.slack.views import help as helps
from bot.slack.views.check_ins import review_name
from bot.slack.views.glossary import terms
from bot.slack.views.home import nudge_lines, tour_line
from bot.slack.views.reply import Known, Reply, help_button, says
from bot.slack.words import _, spoken_date

TOURS_SHOWN: Final = 10
TALKS_SHOWN: Final = 5


def reply(said: Understood, known: Known) -> Reply:
    """Return the answer to what was understood."""
    return _REPLIES[said.intent](said, known)


def paused(snoozed: Snoozed) -> Reply:
    """The answer to a snooze that was carried out."""
    words = nudges.snoozed_words(snoozed)
    return Reply(words, nudges.done(words, "pause"))


def resumed(*, was_paused: bool) -> Reply:
    """The answer where somebody has ended their pause."""
    return says(nudges.resumed_words(was_paused=was_paused), _my_nudges())


def refused(sentence: str) -> Reply:
    """The answer to a wish that cannot be granted."""
    return says(sentence)


def mistyped(meant: str) -> Reply:
    """The answer to a command that there is not, but for a slip of the hand: the one that was meant."""
    words = _("There is no such command here. The nearest is `{command} {meant}`.")
    return says(words.format(command=COMMAND, meant=meant), button(_("What you can ask me"), Action.HELP))


def text_only() -> Reply:
    """The answer to a message that is only a file."""
    return says(_("I read text only. Tell me in a few words what you need."), help_button())


def _next(_said: Understood, known: Known) -> Reply:
    return Reply(_("This is next."), next_step.blocks(known.sheet))


def _start(said: Understood, _known: Known) -> Reply:
    words = (
        _("Here is the form for a tour with <@{other}>. It takes about ten minutes.")
        if said.person_id
        else _("Here is the form for a tour. It takes about ten minutes.")
    )
    start = button(_("Start a tour"), Action.START_TOUR, said.person_id, style="primary")
    return says(words.format(other=said.person_id), start)


def _list(said: Understood, known: Known) -> Reply:
    if not known.tours:
        return _no_tour(said)
    lines = [tour_line(row) for row in known.tours[:TOURS_SHOWN]]
    rest = [context(_("There are more: Home shows them all."))] if len(known.tours) > TOURS_SHOWN else []
    title = _("Your tours with <@{other}>").format(other=said.person_id) if said.person_id else _("Your tours")
    return Reply(_("Your tours."), [section(f"*{title}*"), *lines, *_into(known), *rest])


def _into(known: Known) -> list[Block]:
    """Return the ways into the only tour under way: whoever asks to be shown something may mean a part of it."""
    if len(known.running) != 1:
        return []
    tour = str(known.running[0].id)
    ways = (
        button(_("Show the promises"), Action.SHOW_PROMISES, tour),
        button(_("Open the goals"), Action.OPEN_GOALS, tour),
        button(_("Open the talks"), Action.OPEN_TALKS, tour),
    )
    return [actions(*ways)]


def _no_tour(said: Understood) -> Reply:
    return Reply(_("There is no such tour yet."), choosing.no_tour(said.person_id))


def _goals(said: Understood, known: Known) -> Reply:
    if not known.running:
        return _no_tour(said)
    lines = [
        section(
            _("With <@{other}>: {open} open, {done} done").format(
                other=row.other_id, open=row.goals_open, done=row.goals_done
            ),
            accessory=button(_("Open the goals"), Action.OPEN_GOALS, str(row.id)),
        )
        for row in known.running[:TOURS_SHOWN]
    ]
    return Reply(_("The goals of your tours."), [section(f"*{_('Goals')}*"), *lines])


def _talks(said: Understood, known: Known) -> Reply:
    rows = [row for row in known.running if row.talk][:TALKS_SHOWN]
    if not rows:
        return _no_tour(said)
    blocks = [block for row in rows for block in _talk(row)]
    return Reply(_("Your next talks."), [section(f"*{_('Your next talks')}*"), *blocks])


def _talk(row: TourRow) -> list[Block]:
    if row.talk is None:
        return []
    talk = str(row.talk.id)
    buttons = (
        button(_("Prepare"), Action.PREPARE_REVIEW, talk),
        button(_("Record"), Action.RECORD_REVIEW, talk),
        button(_("Another day"), Action.MOVE_REVIEW, talk),
    )
    words = f"{review_name(row.talk.review)}, <@{row.other_id}>: {spoken_date(row.talk.due_on)}"
    return [section(words), actions(*buttons)]


def _coach(said: Understood, known: Known) -> Reply:
    words = _("Choose the talk, and I show what helps with it. You alone see it.")
    whom = f":{said.person_id}" if said.person_id else None
    return says(words, button(_("Prepare a talk"), Action.OPEN_GUIDE, whom, style="primary"), *_climb(said, known))


def _climb(said: Understood, known: Known) -> list[Element]:
    led = [row for row in known.running if row.leads and said.person_id]
    return [button(_("My next step with them"), Action.CLIMB_RUNG, str(row.id)) for row in led[:1]]


def _nudges(_said: Understood, known: Known) -> Reply:
    change = button(_("See all and change them"), Action.NUDGE_SETTINGS)
    if not known.sheet.nudges:
        return says(_("No nudge is to come."), change)
    return Reply(
        _("Your next nudges."),
        [section(f"*{_('Your next nudges')}*"), section(nudge_lines(known.sheet)), actions(change)],
    )


def _snooze(_said: Understood, _known: Known) -> Reply:
    return says(
        _(
            "Until when? Write it with a day, for instance *snooze until Monday* or *snooze for two weeks*. With the "
            "button you can also pause all of them until you resume, or stop one kind."
        ),
        _my_nudges(),
    )


def _resume(_said: Understood, _known: Known) -> Reply:
    return says(_("Nudges come again as soon as you write *resume*."), _my_nudges())


def _my_nudges() -> Element:
    return button(_("My nudges"), Action.NUDGE_SETTINGS)


def _settings(_said: Understood, _known: Known) -> Reply:
    words = _("Your hours, days off, and how often I write are in one place.")
    return says(words, button(_("Open the settings"), Action.NUDGE_SETTINGS, style="primary"))


def _privacy(_said: Understood, known: Known) -> Reply:
    opened = actions(button(_("Who opened something of mine"), Action.PRIVACY))
    return Reply(_("Who can see what, and what is kept."), [*privacy.rules(known.periods), opened, keeping.buttons()])


def _help(_said: Understood, known: Known) -> Reply:
    return Reply(_("What you can ask me."), helps.overview(known.working, known.prompts.guides()))


def _guide(said: Understood, known: Known) -> Reply:
    try:
        guide = known.prompts.guide(said.topic or "", _side(known).value, known.tours[0].kind if known.tours else None)
    except PromptError:
        return small_talk.unsure(said, known)
    buttons = [
        *_after_the_first_talk(guide.topic),
        *_ask(guide.topic, known),
        *_about(guide.topic, known),
        *_climb(said, known),
    ]
    return Reply(guide.title, [*guide_blocks(guide), *([actions(*buttons)] if buttons else [])])


def _after_the_first_talk(topic: str) -> list[Element]:
    """Return the way to the counter-offer, which has no place in the first talk."""
    if topic != "someone_is_looking":
        return []
    return [button(_("Later: a counter-offer"), Action.OPEN_GUIDE, "counter_offer")]


def _ask(topic: str, known: Known) -> list[Element]:
    """Return what the guide to asking for a talk leads to, for somebody who serves a tour."""
    served = next((row for row in known.running if not row.leads and not row.other_is_gone), None)
    if topic != "asking_for_a_talk" or served is None:
        return []
    return [button(_("Ask for a talk"), Action.ASK_FOR_TALK, str(served.id))]


def _about(topic: str, known: Known) -> list[Element]:
    """Return the way to what the guide is about, where only one tour can be meant."""
    doors = (_("The three doors"), Action.OPEN_DOORS)
    ways: Mapping[str, tuple[str, str]] = {
        "tour_going_badly": (_("Open the tour"), Action.OPEN_TOUR),
        "promise_we_cannot_keep": (_("Show the promises"), Action.SHOW_PROMISES),
        "goals_that_do_not_fit": (_("Open the goals"), Action.OPEN_GOALS),
        "door_renew": doors,
        "door_new_tour": doors,
        "door_leave_well": doors,
        "doors_differ": doors,
    }
    if topic not in ways or len(known.running) != 1:
        return []
    words, action = ways[topic]
    return [button(words, action, str(known.running[0].id))]


def _side(known: Known) -> Role:
    """Return whom a guide is told to: the holder, for somebody who only serves tours; else the manager."""
    return Role.HOLDER if known.tours and not any(row.leads for row in known.tours) else Role.MANAGER


def guide_blocks(guide: Guide) -> list[Block]:
    """A whole guide as a message."""
    return [section(f"*{guide.title}*"), *(section(f"*{part.title}*\n{part.text}") for part in guide.sections)]


def _term(said: Understood, known: Known) -> Reply:
    name = said.topic or ""
    if name not in terms():
        return Reply(_("This is what I have on that."), helps.topic(name, known.working, known.prompts.guides()))
    return Reply(terms()[name].title, helps.term(name))


_REPLIES: Final[Mapping[Intent, Callable[[Understood, Known], Reply]]] = {
    Intent.NEXT: _next,
    Intent.START: _start,
    Intent.LIST: _list,
    Intent.SHOW: _list,
    Intent.LEADER: leading.leader,
    Intent.GOALS: _goals,
    Intent.CHECKIN: _talks,
    Intent.COACH: _coach,
    Intent.SIGNAL: small_talk.signal,
    Intent.NUDGES: _nudges,
    Intent.SNOOZE: _snooze,
    Intent.RESUME: _resume,
    Intent.ALUMNI: small_talk.alumni,
    Intent.SETTINGS: _settings,
    Intent.PRIVACY: _privacy,
    Intent.EXPORT: small_talk.export,
    Intent.HELP: _help,
    Intent.GUIDE: _guide,
    Intent.TERM: _term,
    Intent.GREETING: small_talk.greeting,
    Intent.THANKS: small_talk.thanks,
    Intent.ANGER: small_talk.anger,
    Intent.DISTRESS: small_talk.distress,
    Intent.OTHER_LANGUAGE: small_talk.other_language,
    Intent.UNSURE: small_talk.unsure,
}
