"""One sentence for each refusal: what happened, that nothing was lost, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.refusals import Reason, Refused
from bot.slack.words import _, mark, short_date

SENTENCES: Final[Mapping[Reason, str]] = {
    Reason.NOT_YOURS: mark(
        "This belongs to two other people, so it cannot be opened or changed from here. `/tour list` shows your own."
    ),
    Reason.NOT_FOUND: mark("This is no longer there. Open Home to see what is: `/tour` shows the way."),
    Reason.WRONG_STATE: mark(
        "Nothing was changed: this tour has moved on since this was shown. Open it again to see how it stands."
    ),
    Reason.TOUR_CLOSES: mark(
        "No goal was added: this tour is closing. What is still to come belongs in the next one; what you wrote is "
        "still here, so that you can copy it."
    ),
    Reason.TOUR_OVER: mark(
        "Nothing was changed: this tour has ended. What both of you wrote can still be read in it: `/tour list` leads "
        "there."
    ),
    Reason.CHANGED_MEANWHILE: mark(
        "Nothing was saved: the other side changed this a moment ago. What you typed is still here, so that you can "
        "copy it; open it again to see the newest version."
    ),
    Reason.NEWER_VERSION: mark(
        "Nothing was signed: the text was changed after you opened it. Read the newest version."
    ),
    Reason.OWN_VERSION: mark("You signed this version when you proposed it. It waits for the other side now."),
    Reason.PARTNER_IS_SELF: mark("A tour is between two people. Choose the person you want to agree it with."),
    Reason.PARTNER_IS_BOT: mark("That is an app, not a person. Choose the person you want to agree the tour with."),
    Reason.PARTNER_IS_GUEST: mark("Guests cannot be part of a new tour. Choose a full member of this workspace."),
    Reason.PARTNER_LEFT: mark("This person's Slack account is deactivated. Choose somebody who is here."),
    Reason.OTHER_SIDE_LEFT: mark(
        "Nothing was sent: the other side's account here is deactivated, so nobody would read it. Home asks what "
        "should become of the tour."
    ),
    Reason.PARTNER_IS_STRANGER: mark("This person belongs to another workspace. Choose a member of this one."),
    Reason.PARTNER_UNKNOWN: mark("Slack does not know this person. Pick them from the list."),
    Reason.HOLDER_HAS_PROPOSAL: mark(
        "This person has a proposal waiting already, so a second one cannot be sent yet. Talk to them first."
    ),
    Reason.YOU_HAVE_PROPOSAL: mark(
        "You have a proposal open already. Answer or withdraw it first: `/tour list` shows it."
    ),
    Reason.HOLDER_HAS_TOUR: mark(
        "One tour at a time: an earlier one is still running. This one can be signed when that one has ended."
    ),
    Reason.YOU_ARE_GUEST: mark(
        "Guests cannot be part of a new tour. The tours that you have already stay as they are."
    ),
    Reason.NOTHING_CHANGED: mark("Nothing is different yet. Change a line, or close this and sign it as it stands."),
    Reason.SAME_TERMS: mark(
        "These very terms are proposed already, so nothing is left to propose. Open the tour: they wait for an answer."
    ),
    Reason.NOT_YOUR_PROMISE: mark(
        "Nothing was changed: only the side that made a promise says that it is kept, or names a new date."
    ),
    Reason.PROMISE_KEPT: mark("This promise is marked as kept already. Nothing was changed."),
    Reason.PROMISE_SAID: mark("You have said this about the promise already. Nothing was changed."),
    Reason.PROMISE_SETTLED: mark("Both of you said the same about this promise already. Nothing was changed."),
    Reason.PROMISE_NOT_DUE: mark(
        "Nothing was changed: its day is still to come, so the side that made this promise says first how it stands."
    ),
    Reason.TOO_MANY_PROMISES: mark("A tour holds up to {limit} promises. Put some of them together."),
    Reason.FORM_OUTDATED: mark(
        "Nothing was saved: this form cannot be read any more. Copy what you typed, and open it again."
    ),
    Reason.CARD_EMPTY: mark("One line in any of the three is enough."),
    Reason.REQUIRED: mark("Please fill this in. A few words are enough."),
    Reason.TOO_LONG: mark("This is longer than {limit} characters. Everything you typed is still here; shorten it."),
    Reason.END_BEFORE_START: mark("The end is before the start. Choose a later end."),
    Reason.END_IN_PAST: mark("This end has passed already. Choose a day to come."),
    Reason.START_TOO_EARLY: mark("A tour may start up to 12 months back. Choose {limit} or later."),
    Reason.START_TOO_LATE: mark("A tour may start up to 12 months from now. Choose {limit} or earlier."),
    Reason.LENGTH_OUTSIDE_KIND: mark("A {kind} tour lasts from {shortest} to {longest} months. Choose another end."),
    Reason.END_NOT_FOR_FOUNDATIONAL: mark("A foundational tour has no end. Clear this date, or choose another kind."),
    Reason.REVIEW_OUTSIDE_TOUR: mark("This day is outside the tour. Choose one between its start and its end."),
    Reason.HALFWAY_TOO_LATE: mark(
        "The halfway review comes before the talk about the next tour. Choose a day before {limit}."
    ),
    Reason.DUE_OUTSIDE_TOUR: mark("This day is outside the tour. Choose one between its start and its end."),
    Reason.DATE_IN_PAST: mark("This day has passed. Choose one to come."),
    Reason.HELD_BEFORE: mark("The talk before this one was held on {limit}. Choose that day or a later one."),
    Reason.DATE_IN_FUTURE: mark("This day is still to come. Choose the day on which you talked."),
    Reason.DATE_TOO_FAR: mark("That is more than a year away. Choose a day before {limit}."),
    Reason.DATE_NOT_UNDERSTOOD: mark('This is not a day that can be read. Try "Monday", "in 2 weeks" or "4 March".'),
    Reason.COUNTRY_UNKNOWN: mark(
        "I do not know this country's holidays. Write its English name, such as Germany, or leave the field empty."
    ),
    Reason.DAYS_OFF_TOO_MANY: mark("At most {limit} stretches of days off are kept. Untick one that no longer holds."),
    Reason.HOURS_END_FIRST: mark("These hours end before they start. Choose a later end on the same day."),
    Reason.PROMISE_OWNER: mark(
        "A promise of the company needs somebody other than the holder to keep it. Choose the owner."
    ),
    Reason.PROMISE_OWNER_HOLDER: mark(
        "The holder keeps their own promises. Clear this, or make it a promise of the company."
    ),
    Reason.ALL_TOO_LONG: mark(
        "All texts of this tour together do not fit on one screen. Everything is still here; shorten the longest."
    ),
    Reason.NOT_AUTHOR: mark("Only the person who wrote this can change it."),
    Reason.ALREADY_RECORDED: mark("This talk was recorded already. Nothing was changed."),
    Reason.CARD_FIRST: mark("Go first: write your opening card and share it with them. One line is enough."),
    Reason.ONE_AT_A_TIME: mark(
        "One question at a time: the next can be asked from {limit}, or as soon as an answer to this one is shared."
    ),
    Reason.ASKED_BEFORE: mark("You asked this one before. Choose another question."),
    Reason.WORDING_CHANGED: mark(
        "Nothing was done: the wording was changed after you opened it. Open it again and read the newest version."
    ),
    Reason.NOTHING_PLEDGED: mark("There is no pledge of yours here to take back. Nothing was changed."),
    Reason.SIGNAL_STANDS: mark(
        "You asked for a talk already, and it is still to come. Open it again: `/tour signal` shows how it stands."
    ),
    Reason.SIGNAL_SETTLED: mark(
        "Nothing was changed: this talk was answered or taken back a moment ago. Open it again to see how it stands."
    ),
    Reason.NO_PLEDGE: mark(
        "Your manager has made no pledge that this could rest on. Choose another line; the message looks the same."
    ),
    Reason.TALK_TOO_LATE: mark("That is too far away for somebody who waits. Choose {limit} or earlier."),
    Reason.LINK_EXPIRED: mark(
        "This button is from an older message and leads nowhere now. `/tour` shows what is current."
    ),
    Reason.NO_MENTION: mark(
        "Nothing was opened: these words mention nobody. Type the command again, with @ and the person from the list."
    ),
    Reason.TALK_FIRST: mark(
        "Nothing was changed: a door is confirmed after the talk about the next tour. Hold it and record it first."
    ),
    Reason.CLOSES_LATER: mark(
        "Nothing was changed: this tour can be closed from {limit}. Before that, agree in the talk about the next "
        "tour to leave well, or end the tour early."
    ),
    Reason.CLOSE_BY_DOOR: mark(
        "Nothing was changed: this tour has no planned end. Agree to leave well in the talk about the next tour, or "
        "end the tour early."
    ),
    Reason.DOOR_AGREED: mark("Nothing was changed: the two of you have confirmed the same door already."),
    Reason.TICKET_EXPIRED: mark("This link is over: it works for ten minutes. Ask for the file again in Slack."),
    Reason.STEWARDS_ONLY: mark("Nothing was changed: only a steward can do this. `/tour settings` says who they are."),
    Reason.NOT_A_MEMBER: mark("Choose a full member of this workspace: no guest, no app, nobody who has left."),
    Reason.PAUSE_TOO_LONG: mark("A pause lasts up to two years. Choose {limit} or an earlier day."),
    Reason.MANAGER_ALREADY: mark("This person leads the tour already. Choose the one who is to lead it next."),
    Reason.PARTNER_IS_HOLDER: mark("This person serves the tour. Choose somebody else to lead it."),
    Reason.NO_TOUR_OF_THEIRS: mark("This person has no tour under way, so there is none to hand over."),
    Reason.TOO_MANY_STEWARDS: mark("At most {most} people can be stewards here. Take one of them out first."),
    Reason.TOO_MANY_STANDARDS: mark("There are {limit} standard tours already. Take one out first."),
    Reason.PERIOD_OUTSIDE: mark("Choose a whole number from {least} to {most}."),
    Reason.SETTINGS_CHANGED: mark(
        "Nothing was saved: another steward changed this a moment ago. What you typed is still here, so that you can "
        "copy it; open it again to see the newest version."
    ),
}


_DAY: Final = re.compile(r"(?:_on|^until|^days_off_first)$")
"""The fields that hold a day: nobody is asked for a few words in them."""


def sentence(refused: Refused) -> str:
    """Return the sentence for `refused` in the reader's language, with its dates and numbers filled in."""
    if refused.reason is Reason.REQUIRED and _DAY.search(refused.field or ""):
        return _("Please choose a day.")
    facts = {name: short_date(fact) if isinstance(fact, date) else str(fact) for name, fact in refused.facts.items()}
    return _(SENTENCES[refused.reason]).format_map(facts)
