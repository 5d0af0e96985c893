"""The screens of what is set for everybody in a workspace: read by all, changed by stewards."""

from __future__ import annotations

import json
from typing import Final

from bot.services.company import CompanySheet
from bot.slack.blocks import (
    Block,
    View,
    actions,
    alert,
    button,
    context,
    divider,
    field,
    labelled,
    modal,
    person_input,
    section,
    text_input,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.files import send_button
from bot.slack.words import _

ROLL: Final = "tours_csv"  # the file of all tours


def settings(sheet: CompanySheet, notice: str | None = None) -> View:
    """Everything that is set, one's own nudges first. `notice` says what has just been done."""
    mine = button(_("My nudges and hours"), Action.NUDGE_SETTINGS)
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        section(_("*Yours*: your hours, your days off, and every nudge to come."), accessory=mine),
        divider(),
        section(_("*For everybody here*")),
        section(_stewards(sheet)),
        section(_contact(sheet)),
        *_purpose(sheet),
        *_ways_on(sheet),
        visible_to(_("Visible to: everybody in this workspace. Stewards change it.")),
    ]
    return modal(ViewId.SETTINGS, _("Settings"), blocks, close=_("Close"))


def form(sheet: CompanySheet) -> View:
    """The form in which a steward sets it anew."""
    now = sheet.now
    contact = person_input(Action.INPUT, initial=now.people_contact_id)
    mission = text_input(Action.INPUT, initial=now.mission, multiline=True)
    values = text_input(Action.INPUT, initial=now.values, multiline=True)
    blocks = [
        field(
            "people_contact_id",
            _("People contact"),
            contact,
            hint=_(
                "Whom anybody can turn to when trust is broken, or something is too heavy. "
                "Ask them before you name them."
            ),
            optional=True,
        ),
        field("mission", purpose_label(), mission, hint=_("It stands beside the form of each tour."), optional=True),
        field("values", values_label(), values, hint=_("A line for each value."), optional=True),
        visible_to(_("Visible to: everybody in this workspace.")),
    ]
    return modal(
        ViewId.CHANGE_COMPANY,
        _("For everybody here"),
        blocks,
        submit=_("Save"),
        close=_("Cancel"),
        private_metadata=json.dumps({"version": sheet.version}),
    )


def purpose_label() -> str:
    """Return the heading over the company's mission."""
    return _("What the company is for")


def values_label() -> str:
    """Return the heading over the company's values."""
    return _("What the company stands for")


def contact_line(people_contact_id: str | None) -> str:
    """Return whom to turn to besides the other side, for every screen that may be read in trouble."""
    if people_contact_id is None:
        return _("No People contact is set here. A steward can choose one: `/tour settings`.")
    return _("People contact: <@{contact}>.").format(contact=people_contact_id)


def _stewards(sheet: CompanySheet) -> str:
    if not sheet.stewards:
        return _("*Stewards*: nobody yet. Whoever runs Tourguide for you names the first one.")
    people = ", ".join(f"<@{user_id}>" for user_id in sheet.stewards)
    return _("*Stewards*: {people}. They look after what is set here, and read nothing that people write.").format(
        people=people
    )


def _contact(sheet: CompanySheet) -> str:
    if sheet.now.people_contact_id is None:
        return _("*People contact*: nobody is set. It is the person to turn to when trust is broken.")
    words = _("*People contact*: <@{contact}>, the person to turn to when trust is broken or something is too heavy.")
    return words.format(contact=sheet.now.people_contact_id)


def _purpose(sheet: CompanySheet) -> list[Block]:
    said = ((purpose_label(), sheet.now.mission), (values_label(), sheet.now.values))
    return [block for label, words in said for block in (labelled(label, words) if words else [_unwritten(label)])]


def _roll() -> list[Block]:
    words = _(
        "*For stewards*: the list of all tours as a file. It holds who tours with whom, kind, dates, active or not, "
        "and no words. Everybody on it can read, under `/tour privacy`, that you took it."
    )
    return [section(words), actions(send_button(_("Send me the list"), Action.SEND_ROLL, ROLL), block_id="roll")]


def _unwritten(label: str) -> Block:
    return section(_("*{label}*: nothing is written yet.").format(label=label))


def _ways_on(sheet: CompanySheet) -> list[Block]:
    standards = button(_("Standard tours"), Action.OPEN_STANDARDS)
    periods = button(_("Our defaults"), Action.OPEN_PERIODS)
    if sheet.is_steward:
        change = button(_("Change these"), Action.CHANGE_COMPANY, style="primary")
        others = [button(_("Stewards"), Action.CHANGE_STEWARDS), button(_("Pledge and signing"), Action.WORDINGS)]
        return [actions(change, *others, standards, periods, block_id="ways_on"), *_roll()]
    ways = actions(standards, periods, block_id="ways_on")
    if not sheet.stewards:
        return [ways]
    return [ways, context(_("To have something changed, ask <@{steward}>.").format(steward=sheet.stewards[0]))]
