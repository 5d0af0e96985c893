"""Queries of the coach: opening cards, whom they are shown to, and the rungs climbed by own acts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.rows import rows
from bot.domain.coach import CardShare, Climb, OpeningCard
from bot.domain.common_ground import ValueList
from bot.domain.refusals import Reason, Refused
from bot.domain.rehearsing import Rehearsing
from bot.domain.rungs import Rung
from bot.domain.turns import Turn
from bot.domain.wordings import Wording, WordingText

# Built once: every proposal asks it, and building a statement takes longer than running this one.
READERS = (
    select(CardShare.holder_id)
    .join(OpeningCard, (OpeningCard.team_id == CardShare.team_id) & (OpeningCard.author_id == CardShare.author_id))
    .where(
        CardShare.team_id == bindparam("team"),
        CardShare.author_id == bindparam("author"),
        CardShare.withdrawn_at.is_(None),
    )
)


class CoachQueries:
    """What one workspace knows of its managers' first steps."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def add(self, row: OpeningCard | CardShare | Climb | Rehearsing | ValueList) -> None:
        """Keep a new row from the end of this unit of work on."""
        self._session.add(row)

    def card(self, author_id: str) -> OpeningCard | None:
        """Return the card of `author_id`, or None before it is written."""
        return self._session.scalar(
            select(OpeningCard).where(OpeningCard.team_id == self._team_id, OpeningCard.author_id == author_id)
        )

    def shares(self, author_id: str) -> dict[str, CardShare]:
        """Return every share of this author's card, standing or withdrawn, by holder."""
        rows = self._session.scalars(
            select(CardShare).where(CardShare.team_id == self._team_id, CardShare.author_id == author_id)
        )
        return {share.holder_id: share for share in rows}

    def readers(self, author_id: str) -> set[str]:
        """Return the holders who may read this author's card now."""
        return set(rows(self._session, READERS, {"team": self._team_id, "author": author_id}).scalars())

    def climb(self, manager_id: str, holder_id: str, rung: Rung) -> Climb | None:
        """Return when and how this manager climbed `rung` with this holder, or None."""
        return self._session.scalar(
            select(Climb).where(
                Climb.team_id == self._team_id,
                Climb.manager_id == manager_id,
                Climb.holder_id == holder_id,
                Climb.rung == rung,
            )
        )

    def acts(self, manager_id: str, holder_id: str) -> set[Rung]:
        """Return the rungs this manager climbed with this holder by own acts."""
        rows = self._session.scalars(
            select(Climb.rung).where(
                Climb.team_id == self._team_id,
                Climb.manager_id == manager_id,
                Climb.holder_id == holder_id,
                Climb.withdrawn_at.is_(None),
            )
        )
        return set(rows)

    def turns(self, manager_id: str, holder_id: str) -> list[Turn]:
        """Return every question between these two, the newest first."""
        rows = self._session.scalars(
            select(Turn)
            .where(Turn.team_id == self._team_id, Turn.manager_id == manager_id, Turn.holder_id == holder_id)
            .order_by(Turn.asked_at.desc(), Turn.id.desc())
        )
        return list(rows)

    def turn(self, turn_id: int) -> Turn:
        """Return one question. Raises Refused(NOT_FOUND)."""
        found = self._session.scalar(select(Turn).where(Turn.team_id == self._team_id, Turn.id == turn_id))
        if found is None:
            raise Refused(Reason.NOT_FOUND)
        return found

    def add_turn(self, turn: Turn) -> Turn:
        """Keep a new question and return it with its id. Raises Refused(ASKED_BEFORE) when the same came first."""
        try:
            with self._session.begin_nested():
                self._session.add(turn)
        except IntegrityError:
            raise Refused(Reason.ASKED_BEFORE) from None
        return turn

    def value_list(self, manager_id: str, holder_id: str) -> ValueList | None:
        """Return what this holder wrote for this manager to read, shared or not, or None before it is written."""
        return self._session.scalar(
            select(ValueList).where(
                ValueList.team_id == self._team_id,
                ValueList.manager_id == manager_id,
                ValueList.holder_id == holder_id,
            )
        )

    def wording(self, name: str, number: int) -> Wording | None:
        """Return one version of a wording that somebody gave their word to, or None."""
        return self._session.scalar(
            select(Wording).where(Wording.team_id == self._team_id, Wording.name == name, Wording.number == number)
        )

    def keep_wording(self, name: str, text: WordingText, now: datetime) -> Wording:
        """Return the version of a wording that says exactly this, a new one where nobody used these words before."""
        known = select(Wording).where(Wording.team_id == self._team_id, Wording.name == name)
        found = self._session.scalar(known.where(Wording.text_hash == text.text_hash))
        if found is None:
            numbers = select(func.max(Wording.number)).where(Wording.team_id == self._team_id, Wording.name == name)
            number = (self._session.scalar(numbers) or 0) + 1
            found = Wording.keep(team_id=self._team_id, name=name, number=number, text=text, now=now)
            self._session.add(found)
        return found

    def approved_wordings(self, name: str) -> list[Wording]:
        """Return the versions of a wording that a steward approved, the latest first."""
        known = (Wording.team_id == self._team_id, Wording.name == name, Wording.approved_at.is_not(None))
        return list(self._session.scalars(select(Wording).where(*known).order_by(Wording.approved_at.desc())))

    def rehearsing(self, user_id: str) -> list[Rehearsing]:
        """Return the rehearsals that somebody has begun and not ended."""
        rows = self._session.scalars(
            select(Rehearsing).where(Rehearsing.team_id == self._team_id, Rehearsing.user_id == user_id)
        )
        return list(rows)

    def remove(self, row: OpeningCard | Rehearsing) -> None:
        """Erase a row at the end of this unit of work."""
        self._session.delete(row)
