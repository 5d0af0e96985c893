"""From the form of a workspace's settings to its command."""

from __future__ import annotations

from bot.domain.company import CompanyDraft
from bot.services.company import ChangeCompany
from bot.slack.forms.state import View, memo, number_in, person, text


def change_company(view: View) -> ChangeCompany:
    """Return the command of the form. Raises Refused(FORM_OUTDATED)."""
    draft = CompanyDraft(
        people_contact_id=person(view, "people_contact_id"),
        mission=text(view, "mission"),
        values=text(view, "values"),
    )
    return ChangeCompany(version=number_in(memo(view), "version", least=0), draft=draft)
