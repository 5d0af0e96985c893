"""Screens of rehearsals: choose a hard talk, then reply by reply, with why each one opens or shuts it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.prompts import Rehearsal, RehearsalSummary, Reply, Step
from bot.slack.blocks import Block, View, actions, button, context, divider, modal, section, visible_to
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _


def choose(rehearsals: Sequence[RehearsalSummary], under_way: Collection[str]) -> View:
    """The list of hard talks to practise."""
    blocks = [
        section(_("Say the hard sentence here first. A few replies, and why each one opens the talk or shuts it.")),
        *(_line(each, goes_on=each.name in under_way) for each in rehearsals),
        visible_to(_("Visible to you alone. What you choose is not kept, only where you stopped.")),
    ]
    return modal(ViewId.REHEARSALS, _("Practise a hard talk"), blocks, close=_("Close"))


def _line(rehearsal: RehearsalSummary, *, goes_on: bool) -> Block:
    label = _("Go on") if goes_on else _("Practise")
    side = _("as the holder of a tour") if rehearsal.for_whom == "holder" else ""
    words = f"*{rehearsal.title}*" + (f"\n{side}" if side else "")
    go = button(label, Action.REHEARSE, rehearsal.name, described_as=f"{label}: {rehearsal.title}")
    return section(words, accessory=go)


def step(rehearsal: Rehearsal, at: Step, before: Reply | None = None) -> View:
    """One step: what the last reply did, what happens now, and what one could say."""
    blocks = [
        *_opening(rehearsal, at),
        *(_verdict(before) if before else []),
        section(at.scene),
        *(_reply(rehearsal, at, number) for number in range(len(at.replies))),
        *_ending(rehearsal, at),
        visible_to(_("Visible to you alone. Close it whenever you like: it goes on where you stopped.")),
    ]
    return modal(ViewId.REHEARSAL, _("Practise a hard talk"), blocks, close=_("Close"))


def _opening(rehearsal: Rehearsal, at: Step) -> list[Block]:
    if at.id == rehearsal.start:
        return [section(f"*{rehearsal.title}*"), section(rehearsal.situation), divider()]
    return [context(rehearsal.title)]


def _verdict(reply: Reply) -> list[Block]:
    tone = _("*It opens the talk.*") if reply.opens else _("*It shuts the talk.*")
    return [section(_("You said: {words}").format(words=reply.says)), section(f"{tone} {reply.why}"), divider()]


def _reply(rehearsal: Rehearsal, at: Step, number: int) -> Block:
    letter = "abcdefgh"[number]
    says = button(_("Say {letter}").format(letter=letter), Action.REPLY, f"{rehearsal.name}:{at.id}:{number}")
    return section(f"*{letter})* {at.replies[number].says}", accessory=says)


def _ending(rehearsal: Rehearsal, at: Step) -> list[Block]:
    if not at.is_ending:
        return []
    again = button(_("From the start"), Action.REHEARSE, rehearsal.name)
    return [actions(again, button(_("Another talk"), Action.OPEN_REHEARSALS))]
