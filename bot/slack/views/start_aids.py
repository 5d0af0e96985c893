"""What stands beside the form of a tour: what it can be started from, three questions about the kind, and the company.

The form itself knows nothing of it (tour_form.py). `dress` puts it in, `beside_company` the company alone (as where the
terms of a tour change), and `carried` takes it over from the form before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.domain.choosing_kind import Fit, Why
from bot.domain.company import CompanyDraft
from bot.domain.patterns import Pattern
from bot.services.patterns import Begun, Beside
from bot.slack.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    field,
    grouped_select,
    labelled,
    option,
    radio,
    shorten,
)
from bot.slack.ids import Action, block
from bot.slack.views.choosing import kind_name
from bot.slack.views.company import purpose_label, values_label
from bot.slack.words import _

AID: Final = "aid."  # block ids of what stands beside the form
COMPANY: Final = "aid.company"
GLIMPSE: Final = 400  # characters of the company's mission, and of its values
ABOVE: Final = ("partner_id", "leads", "reason")  # fields that nothing beside the form fills in
MOST_IN_GROUP: Final = 100  # options of one group, which Slack takes
OFFERED: Final = 10  # people who are named


def dress(form: View, beside: Beside, begun: Begun) -> View:
    """Return a form with everything beside it, and with its fields marked for what it was filled from."""
    return _put(form, _aids(beside, begun), _memory(begun))


def offering(form: View, people: Sequence[str]) -> View:
    """Return a form that names, below whom it is with, some people whom the company says that its reader leads."""
    if not people:
        return form
    named = ", ".join(f"<@{user_id}>" for user_id in people[:OFFERED])
    line = context(_("People you lead, who have no tour with you: {people}").format(people=named))
    known = {**line, "block_id": f"{AID}leads"}
    blocks = [part for each in form["blocks"] for part in ([each, known] if _field(each) == "partner_id" else [each])]
    return {**form, "blocks": blocks}


def redress(view: Mapping[str, Any], beside: Beside, begun: Begun) -> View:
    """Return an open form, as it was sent, with other things beside it, for `carried` to take over from it."""
    memory = {**_remembered(view), "beside": _memory(begun)}
    return {**view, "blocks": _aids(beside, begun), "private_metadata": json.dumps(memory)}


def _remembered(view: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(view["private_metadata"] or "{}")
    return found


def carried(form: View, view: Mapping[str, Any]) -> View:
    """Return `form` with what stood beside the form `view` in whose place it comes."""
    aids = [each for each in view["blocks"] if str(each.get("block_id", "")).startswith(AID)]
    return _put(form, aids, _remembered(view).get("beside") or {})


def beside_company(form: View, company: CompanyDraft) -> View:
    """Return a form with what the company is for and stands for before its mission, and nothing else beside it."""
    return _put(form, about_company(company), {})


def about_company(company: CompanyDraft) -> list[Block]:
    """What the company is for and stands for, in short, to be read beside a form; nothing where nothing is set."""
    said = ((purpose_label(), company.mission), (values_label(), company.values))
    blocks = [each for label, words in said if words for each in labelled(label, shorten(words, GLIMPSE))]
    return [{**each, "block_id": f"{COMPANY}.{place}"} for place, each in enumerate(blocks)]


def _put(form: View, aids: Sequence[Block], remembered: Mapping[str, Any]) -> View:
    """Put the company before the mission and everything else before the kind, and mark the fields."""
    company = [each for each in aids if each["block_id"].startswith(COMPANY)]
    before = {"kind": [each for each in aids if each not in company], "mission": company}
    blocks = [part for each in form["blocks"] for part in (*before.get(_field(each), ()), _marked(each, remembered))]
    memory = {**json.loads(form["private_metadata"]), "beside": remembered}
    return {**form, "blocks": blocks, "private_metadata": json.dumps(memory)}


def _aids(beside: Beside, begun: Begun) -> list[Block]:
    return [*_starts(beside, begun), *_chooser(begun), *about_company(beside.company)]


def _memory(begun: Begun) -> dict[str, Any]:
    fit = begun.fit
    kind, why = (fit.kind, fit.why) if fit else (None, None)
    return {"key": begun.pattern_key, "asks": begun.is_asking, "kind": kind, "why": why}


def _field(each: Block) -> str:
    return str(each.get("block_id", "")).split(":", 1)[0] if each["type"] == "input" else ""


def _marked(each: Block, remembered: Mapping[str, Any]) -> Block:
    """Give a field another block id for each pattern, so that Slack takes the new words instead of the old ones."""
    name = _field(each)
    if not name or name in ABOVE:
        return each
    fit = remembered.get("kind") if name == "kind" else None
    marks = [mark for mark in (remembered.get("key"), fit) if mark]
    return {**each, "block_id": block(each["block_id"], *marks)}


def _starts(beside: Beside, begun: Begun) -> list[Block]:
    groups = [(_("Standard tours"), beside.standards), (_("Examples"), beside.examples)]
    listed = [(label, [_option(each) for each in found[:MOST_IN_GROUP]]) for label, found in groups if found]
    show = button(_("Show me an example"), Action.SHOW_EXAMPLE)
    fits = button(_("Which kind fits?"), Action.ASK_KIND)
    ways = actions(*([show] if beside.examples else []), fits, block_id=f"{AID}ways")
    if not listed:
        return [ways]
    chosen = grouped_select(Action.START_FROM, listed, initial=begun.pattern_key)
    hint = _("It fills in what is still empty. What you typed stays.")
    start = field(f"{AID}from", _("Start from"), chosen, hint=hint, optional=True, speaks_up=True)
    return [start, ways]


def _option(pattern: Pattern) -> dict[str, Any]:
    return option(pattern.name, pattern.key)


def _chooser(begun: Begun) -> list[Block]:
    if begun.fit is not None:
        return [{**context(fit_words(begun.fit)), "block_id": f"{AID}fit"}]
    return _questions() if begun.is_asking else []


def _questions() -> list[Block]:
    asked = {
        "scale": _("Do several people do this work in the same way, now or soon?"),
        "adapt": _("Is something to change by this tour: in the company, and in the career?"),
        "lasts": _("Do both of you mean to stay, with no end in sight?"),
    }
    answers = radio(Action.ANSWER_KIND, [option(_("Yes"), "yes"), option(_("No, or not sure"), "no")])
    says = context(_("Once all three have an answer, the kind that fits is chosen below, with the reason."))
    return [
        {**says, "block_id": f"{AID}all_three"},
        *(field(f"{AID}{name}", question, answers, optional=True, speaks_up=True) for name, question in asked.items()),
    ]


def fit_words(fit: Fit) -> str:
    """Return which kind fits, and why."""
    reasons = {
        Why.LASTING: _("both of you mean to stay. It has no end; each year both of you say again that it holds."),
        Why.CHANGE: _("something is to change, and that is one mission between the two of you, with an end."),
        Why.SCALE: _("the work is known and several do it, so the tour can be known too, with a set end."),
        Why.OPEN: _("nothing has to change and nothing is settled for long. A year with a set end shows both of you."),
    }
    words = _("*{kind}* fits: {reason} Choose another kind below if you see it otherwise.")
    name = kind_name(fit.kind)
    return words.format(kind=name[:1].upper() + name[1:], reason=reasons[fit.why])
