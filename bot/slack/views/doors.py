"""The three doors: what each means, a leaning that is the reader's alone, and the door that both confirm."""

from __future__ import annotations

import json
from typing import Final

from bot.domain.doors import Door, Standing
from bot.services.tour_detail import TourDetail
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    context,
    divider,
    field,
    modal,
    option,
    radio,
    section,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.endings import sure_to_close
from bot.slack.words import _, spoken_date

GUIDES: Final = {Door.RENEW: "door_renew", Door.NEW_TOUR: "door_new_tour", Door.LEAVE_WELL: "door_leave_well"}


def door_name(door: Door) -> str:
    """Return what a door is called, in the reader's language."""
    return {Door.RENEW: _("Renew"), Door.NEW_TOUR: _("A new tour here"), Door.LEAVE_WELL: _("Leave well")}[door]


def doors(detail: TourDetail, notice: str | None = None) -> View:
    """The three doors of a tour as its reader stands before them. Which one the other side chose is never on it."""
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        section(_("*What comes after your tour with <@{other}>*").format(other=detail.other_id)),
        *_next_step(detail),
        divider(),
        *(block for door in Door for block in _door(door, detail)),
        visible_to(_visible(detail)),
    ]
    return modal(ViewId.DOORS, _("The three doors"), blocks, close=_("Close"), private_metadata=_memory(detail))


def lean(detail: TourDetail) -> View:
    """The form of a leaning, before the talk."""
    now = detail.way_out.leaning
    blocks = [
        visible_to(_("Visible to you alone. It is erased as soon as the talk is recorded, and counted nowhere.")),
        field("door", _("To which door do you lean?"), _choice(now)),
        context(_("It is there to think with. In the talk, the manager first says which doors are open.")),
        *([actions(button(_("Forget my leaning"), Action.FORGET_LEANING, str(detail.id)))] if now else []),
    ]
    return _form(ViewId.LEAN, _("My leaning"), blocks, _("Save"), detail)


def confirm_door(detail: TourDetail) -> View:
    """The form in which a side confirms the door to which the talk led."""
    words = _(
        "<@{other}> is told that you have confirmed a door, and not which one. You both see whether it is the same; "
        "until it is, you can change yours."
    )
    blocks = [
        field("door", _("Which door did your talk lead to?"), _choice(detail.way_out.confirmed)),
        visible_to(words.format(other=detail.other_id)),
    ]
    return _form(ViewId.CONFIRM_DOOR, _("Confirm a door"), blocks, _("Confirm"), detail)


def _choice(chosen: Door | None) -> Element:
    return radio(Action.INPUT, [option(door_name(door), door, _meaning(door)) for door in Door], initial=chosen)


def _meaning(door: Door) -> str:
    return {
        Door.RENEW: _("The same mission goes on, with fresh dates and promises."),
        Door.NEW_TOUR: _("Another mission in this company."),
        Door.LEAVE_WELL: _("The tour ends, and so does the job here, in good order."),
    }[door]


def _form(callback_id: str, title: str, blocks: list[Block], submit: str, detail: TourDetail) -> View:
    memory = _memory(detail)
    return modal(callback_id, title, blocks, submit=submit, close=_("Back"), private_metadata=memory)


def _memory(detail: TourDetail) -> str:
    return json.dumps({"tour": detail.id})


def _visible(detail: TourDetail) -> str:
    return _(
        "Your leaning is visible to you alone. Whether both of you confirmed the same door is visible to you and "
        "<@{other}>; nobody else learns anything of it, stewards neither."
    ).format(other=detail.other_id)


def _door(door: Door, detail: TourDetail) -> list[Block]:
    guide = button(_("Read its guide"), Action.OPEN_GUIDE, f"{GUIDES[door]}:{detail.other_id}")
    return [section(f"*{door_name(door)}*\n{_meaning(door)}", accessory=guide)]


def _next_step(detail: TourDetail) -> list[Block]:
    """What is to be done now, and why."""
    way = detail.way_out
    if not detail.is_running and not way.leads_on:
        return [section(_("This tour is over. What was said about its doors stays between the two of you."))]
    if way.standing is Standing.SAME and way.agreed is not None:
        return _agreed(detail, way.agreed)
    if way.standing is Standing.DIFFER:
        return _differ(detail)
    if way.talk_was_held:
        return _to_confirm(detail)
    return _before_the_talk(detail)


def _before_the_talk(detail: TourDetail) -> list[Block]:
    talk, tour_id = detail.way_out.talk, str(detail.id)
    if talk is None:
        words = _("*Plan the talk about the next tour.*\nIt is not planned yet; a door is confirmed after it.")
        return [section(words), actions(_plan(tour_id), *_leaning(detail))]
    leads = _("In the talk, you speak first: say which doors are open, before you ask for theirs.")
    serves = _("In the talk, <@{other}> speaks first and says which doors are open.").format(other=detail.other_id)
    words = _("*Prepare the talk about the next tour.*\nIt is planned for {day}. {first}")
    prepare = button(_("Prepare the talk"), Action.PREPARE_REVIEW, str(talk.id), style="primary")
    said = words.format(day=spoken_date(talk.due_on), first=leads if detail.reader_leads else serves)
    return [section(said), actions(prepare, *_leaning(detail))]


def _leaning(detail: TourDetail) -> list[Element]:
    label = _("Change my leaning") if detail.way_out.leaning else _("Note my leaning")
    return [button(label, Action.LEAN, str(detail.id))]


def _to_confirm(detail: TourDetail) -> list[Block]:
    tour_id = str(detail.id)
    if detail.way_out.standing is Standing.MINE:
        words = _("*Nothing to do for now.*\nYou have confirmed: {door}. <@{other}> has not confirmed a door yet.")
        name = door_name(detail.way_out.confirmed) if detail.way_out.confirmed else ""
        change = button(_("Change mine"), Action.CONFIRM_DOOR, tour_id)
        return [section(words.format(door=name, other=detail.other_id)), actions(change)]
    why = (
        _("<@{other}> has confirmed one; which one is not shown here, as you were both in the talk.")
        if detail.way_out.standing is Standing.THEIRS
        else _("You have held the talk. Both of you confirm, each alone.")
    ).format(other=detail.other_id)
    confirm = button(_("Confirm a door"), Action.CONFIRM_DOOR, tour_id, style="primary")
    return [section(f"*{_('Confirm the door to which your talk led.')}*\n{why}"), actions(confirm)]


def _differ(detail: TourDetail) -> list[Block]:
    tour_id = str(detail.id)
    words = _(
        "*Not the same yet: talk once more.*\nYou have each confirmed a door, and the two are not the same. Nothing is "
        "decided by that. The guide says how to begin."
    )
    again = button(_("Read how to begin"), Action.OPEN_GUIDE, f"doors_differ:{detail.other_id}", style="primary")
    return [
        section(words),
        actions(again, _plan(tour_id, primary=False), button(_("Change mine"), Action.CONFIRM_DOOR, tour_id)),
    ]


def _agreed(detail: TourDetail, door: Door) -> list[Block]:
    tour_id = str(detail.id)
    if door is Door.LEAVE_WELL:
        words = _(
            "*Close the tour in good order.*\nYou both confirmed: {door}. Agree which day is its last; until "
            "then your promises hold."
        )
        step = button(_("Open the close"), Action.OPEN_CLOSE, tour_id, style="primary", confirm=sure_to_close())
    elif detail.way_out.has_next:
        words = _(
            "*Nothing to do here.*\nYou both confirmed: {door}. The tour that follows is on its way; until it begins, "
            "the promises of this one hold."
        )
        return [section(words.format(door=door_name(door)))]
    else:
        words = _(
            "*Propose the tour that follows.*\nYou both confirmed: {door}. Its form is filled with what you have."
        )
        step = button(_("Fill in the proposal"), Action.PROPOSE_NEXT, tour_id, style="primary")
    return [section(words.format(door=door_name(door))), actions(step)]


def _plan(tour_id: str, *, primary: bool = True) -> Element:
    return button(_("Plan the talk"), Action.PLAN_NEXT_TALK, tour_id, style="primary" if primary else None)
