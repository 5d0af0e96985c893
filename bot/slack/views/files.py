"""Screens of a file that somebody asks for: the button, what stands there meanwhile, and what became of it."""

from __future__ import annotations

from bot.services.files import Handed, Way
from bot.slack.blocks import Element, View, actions, button, confirm, modal, section, visible_to
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _


def send_button(label: str, action_id: str, value: str) -> Element:
    """The button that asks for a file, and says first that it then lies in Slack."""
    words = _(
        "The file then lies in your messages with Tourguide. Slack keeps it there, and your workspace's administrators "
        "may be able to export it. You can delete it there."
    )
    return button(label, action_id, value, confirm=confirm(_("Send it into Slack?"), words, _("Send it"), _("Not now")))


def making() -> View:
    """What stands there while a file is on its way."""
    return _sheet(section(_("Your file is on its way. This takes a moment.")))


def handed(outcome: Handed) -> View:
    """What became of it: it was sent, or here is the link, or there is no way."""
    said = {
        Way.SENT: _("Sent. It is in your messages with Tourguide."),
        Way.LINK: _(
            "Slack takes no file from Tourguide here, so this is a link to it. It works for ten minutes, for everybody "
            "who has it: keep it to yourself."
        ),
        Way.NO_WAY: _(
            "It cannot be sent: this workspace lets Tourguide send no files, and Tourguide has no web address for "
            "links. Whoever looks after its apps can allow files (`files:write`)."
        ),
        Way.TROUBLE: _("Slack did not take the file just now. Nothing is lost: ask for it again in a minute."),
    }
    return _sheet(section(said[outcome.way]), *([actions(_opens(outcome.link))] if outcome.link else []))


def _opens(link: str) -> Element:
    return {**button(_("Open the file"), Action.OPEN_FILE, style="primary"), "url": link}


def _sheet(*blocks: Element) -> View:
    return modal(ViewId.FILE, _("Your file"), [*blocks, visible_to(_("Visible to you alone."))], close=_("Close"))
