"""Turns messages whose hour has come into DMs, from the facts of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.db.work import Database, Work
from bot.domain.nudges import next_variant
from bot.domain.outbox import Urgency
from bot.jobs.outgoing import Bundle, Composed, Later, Outgoing, Unwanted
from bot.prompts import Prompts, Rendered
from bot.services import due
from bot.services.due import Agenda
from bot.services.say import Drop, Say, Wait
from bot.services.wanted import STOP_NOTICE
from bot.slack import messages
from bot.slack.views.undelivered import lines
from bot.slack.words import reader_locale

DEFAULT_LOCALE = "en-US"
ONE_LINE = "one_line"  # recorded for nudges that found no room in a full DM and stand there in one line


@dataclass(frozen=True, slots=True)
class _Found:
    """What the facts say of a bundle, and how to tell it to its reader."""

    what: Say | Agenda | Wait | Drop
    chosen: Sequence[str]  # prompts of the first nudges
    locale: str


class FactsOfTheDay:
    """The composer of delivery. It reads in one short transaction and renders after it."""

    def __init__(self, database: Database, prompts: Prompts) -> None:
        self._database = database
        self._prompts = prompts

    def compose(self, team_id: str, bundles: Sequence[Bundle], now: datetime) -> list[Composed]:
        """Return the DM of each bundle, or what becomes of it instead (see bot/jobs/outgoing.py)."""
        with self._database.reading(team_id) as work:
            # Asked for one by one, people and tours would take several journeys to the database for each DM.
            work.people.many(bundle[0].recipient_id for bundle in bundles)
            work.tours.read_ahead({m.tour_id for bundle in bundles for m in bundle if m.tour_id is not None})
            found = [self._find(work, bundle, now) for bundle in bundles]
        return [self._told(one) for one in found]

    def _find(self, work: Work, bundle: Bundle, now: datetime) -> _Found:
        person = work.people.get(bundle[0].recipient_id)
        is_news = bundle[0].urgency is Urgency.NOW
        what = due.news(work, bundle[0], now) if is_news else due.agenda(work, bundle, now)
        chosen = self._choose(work, what.items) if isinstance(what, Agenda) else []
        return _Found(what, chosen, person.locale if person else DEFAULT_LOCALE)

    def _told(self, found: _Found) -> Composed:
        with reader_locale(found.locale):
            match found.what:
                case Say():
                    return self._news(found.what)
                case Agenda():
                    return self._nudges(found.what, found.chosen)
                case _:
                    return _put_off(found.what)

    def _news(self, say: Say) -> Outgoing:
        name = f"messages/{say.moment}"
        dm = messages.news_dm(say, self._prompts.render(name, messages.facts(say)))
        return Outgoing(dm.text, [*dm.blocks, *(lines(say.unreached) if say.unreached else [])], name)

    def _nudges(self, agenda: Agenda, chosen: Sequence[str]) -> Outgoing:
        aside = {message_id: _put_off(outcome) for message_id, outcome in agenda.aside.items()}
        if not agenda.items:
            return Outgoing("", [], "", set_aside=aside)
        told = [(say, self._words(say, name)) for say, name in zip(agenda.items, chosen, strict=False)]
        dm = messages.nudges_dm(told, agenda.items[len(chosen) :])
        names = dict(zip((say.ids for say in agenda.items), chosen, strict=False))
        prompts = {message_id: name for ids, name in names.items() for message_id in ids}
        return Outgoing(dm.text, dm.blocks, ONE_LINE, prompts, aside)

    def _words(self, say: Say, name: str) -> Rendered | None:
        return None if name == STOP_NOTICE else self._prompts.render(name, messages.facts(say))

    def _choose(self, work: Work, items: Sequence[Say]) -> list[str]:
        """Return which prompt each of the first nudges is told with: for one moment, never the one told last."""
        told: dict[str, list[str]] = {}
        names = []
        for say in items[: messages.IN_FULL]:
            if say.stopping:
                names.append(STOP_NOTICE)
                continue
            if say.moment not in told:
                told[say.moment] = work.outbox.last_prompts(say.to_id, say.moment)
            names.append(next_variant(told[say.moment], self._prompts.variants(say.moment, say.rung)))
            told[say.moment].append(names[-1])
        return names


def _put_off(outcome: Wait | Drop) -> Later | Unwanted:
    return Later(outcome.until, outcome.why) if isinstance(outcome, Wait) else Unwanted(outcome.why)
