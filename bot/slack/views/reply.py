"""What a reply in a DM is made of, and what it may draw on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.prompts import Prompts
from bot.services.home_sheets import HomeSheet, TourRow
from bot.services.period_sheets import PeriodSheet
from bot.slack.blocks import Block, Element, actions, button, section
from bot.slack.ids import Action
from bot.slack.words import _


class Reply(NamedTuple):
    """An answer: its text for notifications, and its blocks."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True)
class Known:
    """What a reply may draw on: the writer's Home, their tours with the person named (or all), and what holds here."""

    sheet: HomeSheet
    tours: Sequence[TourRow]
    prompts: Prompts
    working: Collection[str]
    periods: PeriodSheet

    @property
    def running(self) -> list[TourRow]:
        """The tours that are under way."""
        return [row for row in self.tours if row.is_running]


def says(words: str, *buttons: Element) -> Reply:
    """An answer of one paragraph, with the buttons that lead on."""
    return Reply(words, [section(words), *([actions(*buttons)] if buttons else [])])


def help_button() -> Element:
    """The button that is never wrong."""
    return button(_("What I can ask"), Action.HELP)
