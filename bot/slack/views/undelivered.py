"""Whom the bot could not reach, for stewards: who, why, and what helps. Never what it had to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.services.say import Cause, Unreached
from bot.slack.blocks import Block, section, shorten, visible_to
from bot.slack.words import _

MOST: Final = 15  # people named in one message; the others follow once these are looked after


def lines(unreached: Sequence[Unreached]) -> list[Block]:
    """One line for each of the first, and how many more there are."""
    said = [f"• {_line(one)}" for one in unreached[:MOST]]
    if len(unreached) > MOST:
        said.append(_("and {count} more").format(count=len(unreached) - MOST))
    visible = _("Visible to: the stewards. What the messages were about is for their two sides alone.")
    return [section(shorten("\n".join(said), 3000)), visible_to(visible)]


def _line(one: Unreached) -> str:
    what = _("a reminder") if one.is_reminder else _("a message about a tour")
    return f"<@{one.user_id}>, {what}: {_why(one.cause)}"


def _why(cause: Cause) -> str:
    return {
        Cause.LEFT: _(
            "their account is deactivated. If they are gone for good, talk with the other side of their tour."
        ),
        Cause.HIDDEN: _("Slack does not let the bot write to them. Ask them, or whoever looks after Slack here."),
        Cause.FORBIDDEN: _("the bot lacks a permission here. Installing it again from its link grants it."),
        Cause.FAULT: _("the fault is on the bot's side. Tell whoever runs it: its log names the reason."),
    }[cause]
