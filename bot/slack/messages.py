"""Messages as DMs: text and blocks with the buttons that each moment carries. People and dates only, never words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.nudges import Moment
from bot.prompts import Rendered, mention
from bot.services.say import Say
from bot.slack.blocks import Block, Element, actions, button, context, divider, option, overflow, section, shorten
from bot.slack.ids import Action
from bot.slack.message_buttons import about_nudge, described, of_news, of_nudge, review_words
from bot.slack.words import _

IN_FULL: Final = (
    8  # nudges of one DM with words and buttons of their own: Slack takes 50 blocks and some 13,000 letters
)
LINES_IN_A_BLOCK: Final = 20
MOST_LINES: Final = 80


@dataclass(frozen=True)
class Dm:
    """One direct message. `text` is what notifications and screen readers say."""

    text: str
    blocks: list[Block]


def facts(say: Say) -> dict[str, object]:
    """Return the facts that prompts may name about one thing to say."""
    return {
        "other": mention(say.other_id),
        "kind": say.kind.value if say.kind else "",
        "review": review_words(say.review) if say.review else "",
        "due": day_words(say.due_on, say.today) if say.due_on else "",
        "first_review": day_words(say.due_on, say.today) if say.due_on else "",
        "days": say.days,
        "months": say.months,
        "count": say.count,
    }


def news_dm(say: Say, words: Rendered) -> Dm:
    """Return the DM about another person's act."""
    buttons = of_news(say)
    text = "\n".join(part for part in (words.heading, words.body) if part)
    return Dm(text, [section(text), actions(*buttons)])


def nudges_dm(told: Sequence[tuple[Say, Rendered | None]], more: Sequence[Say] = ()) -> Dm:
    """Return the DM of all nudges of a day: those `told` in full, most urgent first, and the others in one line each.

    A nudge without words says that its kind has stopped.
    """
    blocks: list[Block] = []
    for say, words in told:
        blocks += [*([divider()] if blocks else []), *_nudge(say, words)]
    blocks += _lines(more)
    first = title(told[0][0])
    count = len(told) + len(more) - 1
    return Dm(first if not count else _("{first}, and {count} more").format(first=first, count=count), blocks)


def title(say: Say) -> str:
    """Return what a nudge is about in one line: a person and a day."""
    words = facts(say)
    labels = {
        Moment.PROMISE_DUE_COMPANY: _("A promise to {other}, due on {due}")
        if say.count == 1
        else _("{count} promises to {other}, due on {due}"),
        Moment.PROMISE_DUE_HOLDER: _("Your promise to {other}, due on {due}")
        if say.count == 1
        else _("{count} promises of yours to {other}, due on {due}"),
        Moment.REVIEW_OVERDUE: _("Not recorded yet: {review} with {other}, {due}"),
        Moment.REVIEW_DUE: _("Your {review} with {other}: {due}"),
        Moment.REVIEW_TO_RECORD: _("To record: {review} with {other}, {due}"),
        Moment.REVIEW_COMING: _("Your {review} with {other}: {due}"),
        Moment.PROPOSAL_LAPSING: _("The proposal from {other} lapses on {due}"),
        Moment.PROPOSAL_WAITING: _("A proposal from {other} waits for you"),
        Moment.TALK_WAITING: _("{other} waits for a talk with you"),
        Moment.DOOR_TO_CHOOSE: _("A door to choose with {other}"),
        Moment.AMENDMENT_LAPSING: _("The changed terms from {other} lapse on {due}"),
        Moment.AMENDMENT_WAITING: _("Changed terms from {other} wait for you"),
        Moment.HANDOVER_WAITING: _("Your choice waits: what a new manager gets of the tour with {other}"),
        Moment.HANDOVER_TO_PROPOSE: _("{other} waits for a proposal of yours"),
        Moment.GOAL_DUE: _("A goal with {other}, due on {due}")
        if say.count == 1
        else _("{count} goals with {other}, due on {due}"),
    }
    return labels[Moment(say.moment)].format_map(words)


def day_words(day: date, today: date) -> str:
    """Return a day as one says it, with the year only where it is another one: "Thursday, 4 March"."""
    spoken = f"{day:%A}, {day.day} {day:%B}"
    return spoken if day.year == today.year else f"{spoken} {day.year}"


def _nudge(say: Say, words: Rendered | None) -> list[Block]:
    if words is None:
        return [section(_stopped(say)), actions(described(_("All my nudges"), Action.NUDGE_SETTINGS, say, about_nudge))]
    blocks = [section(_text(words)), actions(*_buttons(say), _menu(say))]
    if say.slowed:
        slowed = _("The last two of this kind went by unused, so half as many come. After one more they stop.")
        blocks.append(context(slowed))
    return blocks


def _text(words: Rendered) -> str:
    return "\n".join(part for part in (f"*{words.heading}*", words.body) if part)


def _stopped(say: Say) -> str:
    rest = _("Three reminders of this kind went by unused, so they stop here. The talk itself stays planned.")
    return f"*{title(say)}*\n{rest}"


def _lines(more: Sequence[Say]) -> list[Block]:
    if not more:
        return []
    lines = [f"• {title(say)}" for say in more[:MOST_LINES]]
    if len(more) > MOST_LINES:
        lines.append(_("and {count} more").format(count=len(more) - MOST_LINES))
    groups = [lines[at : at + LINES_IN_A_BLOCK] for at in range(0, len(lines), LINES_IN_A_BLOCK)]
    found = [divider(), *(section(shorten("\n".join(group), 3000)) for group in groups)]
    return [*found, actions(button(_("All my nudges"), Action.NUDGE_SETTINGS, "all"))]


def _buttons(say: Say) -> list[Element]:
    return [*of_nudge(say), described(_("Not now"), Action.SNOOZE_NUDGE, say, about_nudge)]


def _menu(say: Say) -> Element:
    value = about_nudge(say)
    return overflow(
        Action.NUDGE_MENU,
        [
            option(_("Skip this one"), f"skip:{value}"),
            option(_("Less often"), f"less:{value}"),
            option(_("Stop these"), f"stop:{value}"),
            option(_("All my nudges"), "settings"),
        ],
    )
