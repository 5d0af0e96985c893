"""Queries of what one workspace has settled for everybody."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.domain.company import Company
from bot.domain.refusals import Reason, Refused


class CompanyQueries:
    """The settings of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def get(self) -> Company | None:
        """Return what is set, or None before anything was."""
        return self._session.get(Company, self._team_id)

    def people_contact(self) -> str | None:
        """Return who was chosen as the People contact, if anybody was: opens no words."""
        return self._session.scalar(select(Company.people_contact_id).where(Company.team_id == self._team_id))

    def add(self, company: Company) -> None:
        """Keep the first settings. Raises Refused(SETTINGS_CHANGED) when another steward's came first."""
        try:
            with self._session.begin_nested():
                self._session.add(company)
        except IntegrityError:
            raise Refused(Reason.SETTINGS_CHANGED) from None
