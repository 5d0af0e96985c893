"""From the form of a standard tour to what its steward wants."""

from __future__ import annotations

from bot.domain.standards import StandardDraft
from bot.domain.tours import Kind, Rhythm
from bot.services.standards import StandardSheet
from bot.slack.forms.state import View, choice, chosen, memo, number_in, text


def standard(view: View) -> StandardSheet:
    """Return what the form says. Raises Refused(FORM_OUTDATED)."""
    remembered = memo(view)
    months = chosen(view, "months") or ""
    draft = StandardDraft(
        name=text(view, "name"),
        kind=choice(view, "kind", Kind),
        mission=text(view, "mission"),
        result=text(view, "result"),
        gain=text(view, "gain"),
        company=text(view, "company"),
        holder=text(view, "holder"),
        months=int(months) if months.isdecimal() else None,
        rhythm=choice(view, "rhythm", Rhythm),
    )
    standard_id = None if remembered.get("id") is None else number_in(remembered, "id")
    return StandardSheet(standard_id, number_in(remembered, "version", least=0), draft)
