"""The confidence survey: four optional questions to a manager, before their first tour. Visible to them alone."""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Database, Work
from bot.domain.measures import Answers, Confidence, Occasion
from bot.services.people import Actor


class ConfidenceSurvey:
    """Offers the four questions once, keeps the answers, and remembers a no."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_wanted(self, actor: Actor) -> bool:
        """Whether to offer the questions: never answered nor skipped, and no tour of the actor's has been signed yet.

        The start cannot be measured later, so the offer ends with the first signed tour that the actor leads.
        """
        with self._database.reading(actor.team_id) as work:
            return not work.measures.has_begun(actor.user_id, Occasion.BASELINE)

    def mine(self, actor: Actor) -> Answers | None:
        """Return the actor's own answers at the start, or None where they gave none."""
        with self._database.reading(actor.team_id) as work:
            baseline = self._baseline(work, actor)
            return baseline.answers() if baseline and not baseline.declined else None

    def answer(self, actor: Actor, answers: Answers, now: datetime, delivery: str | None = None) -> None:
        """Keep the four answers; passing all of them counts as skipping. Answering again replaces what was said."""
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            baseline = self._baseline(work, actor)
            if baseline is not None:
                baseline.say(answers, now=now)
            else:
                work.measures.add(
                    Confidence.answered(
                        team_id=actor.team_id,
                        manager_id=actor.user_id,
                        occasion=Occasion.BASELINE,
                        answers=answers,
                        now=now,
                    )
                )

    def skip(self, actor: Actor, now: datetime) -> None:
        """Remember that the actor does not want to be asked. Answers given before stay."""
        if self.is_wanted(actor):
            self.answer(actor, Answers(), now)

    def _baseline(self, work: Work, actor: Actor) -> Confidence | None:
        return work.measures.confidence(actor.user_id, Occasion.BASELINE)
