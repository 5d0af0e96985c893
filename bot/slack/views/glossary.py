"""The words of tours of duty, explained in a sentence or two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.slack.words import _, mark


class Term(NamedTuple):
    """One of our words, and what it means."""

    title: str
    meaning: str


_TERMS: Final[Mapping[str, Term]] = {
    "tour": Term(
        mark("Tour of duty"),
        mark(
            "An agreement between a manager and one of their people, for a mission that has an end: what you will "
            "achieve together, what the company gets, what the person gets, and when you talk about what comes "
            "next. It states an intent. It is no contract of employment."
        ),
    ),
    "rotational": Term(
        mark("Rotational tour"),
        mark(
            "A tour of a standard shape, for entry roles and roles that many people fill: about a year, a talk "
            "every month. It lets both sides find out whether they fit."
        ),
    ),
    "transformational": Term(
        mark("Transformational tour"),
        mark(
            "A tour made for one person: a mission of two to five years that changes their career and something in "
            "the company. Talks are quarterly; the next tour is talked about half a year before the end."
        ),
    ),
    "foundational": Term(
        mark("Foundational tour"),
        mark(
            "A tour without an end, for somebody whose life's work is here, and for whom the company wants to keep "
            "a place. Both sides say once a year that they still mean it."
        ),
    ),
    "terms": Term(
        mark("Terms"),
        mark(
            "The text of a tour. Every change makes a new numbered version, and a version holds when both have "
            "signed that very one. The last version that both signed stays in force until then."
        ),
    ),
    "promise": Term(
        mark("Promise"),
        mark(
            "Something that one side of a tour will do, with somebody who answers for it and a date. A promise "
            "that is moved before its date counts as honoured."
        ),
    ),
    "goal": Term(
        mark("Goal"),
        mark(
            "Something that a tour should reach, for the company or for the career of the person: what, how both "
            "will know, and by when. Both sides may add goals, and both read them."
        ),
    ),
    "check_in": Term(
        mark("Check-in"),
        mark(
            "A talk in the rhythm of the tour. Each side prepares alone; what you prepare is yours until you share "
            "it. Afterwards either side records what was agreed."
        ),
    ),
    "opening_card": Term(
        mark("Opening card"),
        mark(
            "Three lines in which a manager goes first: whom they admire, what they value, what they hope to do "
            "after this job. I put no question about plans or leaving to a tour holder before it is written."
        ),
    ),
    "pledge": Term(
        mark("First-conversation pledge"),
        mark(
            "What a manager promises for the day when somebody says that they are looking elsewhere: no reprisal, "
            "thanks first, an answer within two working days. It is a promise. It is no protection."
        ),
    ),
    "first_conversation": Term(
        mark("The right of first conversation"),
        mark(
            "Being the first to hear when somebody thinks about leaving, before it is decided. It cannot be asked "
            "for, only earned: the manager goes first, and keeps what was promised."
        ),
    ),
    "nudge": Term(
        mark("Nudge"),
        mark(
            "A reminder with words to use. It comes in your working hours, at most once a day, and not at all once "
            "the thing is done. Snooze it, slow it down or stop it as you like."
        ),
    ),
    "doors": Term(
        mark("Three doors"),
        mark(
            "What can come after a tour: renew it, agree on a new tour here, or leave well. In the talk the manager "
            "says first which doors are open; afterwards each of you confirms one, and both see whether it is the same."
        ),
    ),
    "changed_terms": Term(
        mark("Changed terms"),
        mark(
            "What either side proposes while a tour runs. Each change is marked, with its reason. The other side signs "
            "it, changes it again or declines; left without an answer, it lapses. What both of you signed last "
            "holds until both have signed the new text."
        ),
    ),
    "pause": Term(
        mark("Pause"),
        mark(
            "A tour stands still until the day of return: no reminders, no check-ins, and no reason asked for. On that "
            "day it goes on by itself, and you can agree to move its dates by as long as the pause took. Either side "
            "can pause it, and go on earlier."
        ),
    ),
    "hand_over": Term(
        mark("Hand-over"),
        mark(
            "A new manager for a tour. The holder, the manager or a steward names them; the holder chooses what they "
            "may read: nothing, the terms, the goals too, or all shared notes. Private notes never pass. The tour "
            "stands still until the new manager has signed."
        ),
    ),
    "close": Term(
        mark("Close"),
        mark(
            "The end of a tour in good order: each side says what came of it, what became of their promises, and one "
            "sentence of thanks. It can be opened from two weeks before the planned end, or once both of you have "
            "confirmed to leave well. It waits two weeks for both answers."
        ),
    ),
    "early_end": Term(
        mark("Early end"),
        mark(
            "Either side can end a tour at any time, with a kind of reason and no words. The message to the other side "
            "says only that it ended; the kind of reason is visible to the two of you alone. It cannot be undone."
        ),
    ),
    "tour_record": Term(
        mark("Tour record"),
        mark(
            "One page about a tour that is over: its mission, what came of it, its promises, thanks, and both "
            "signatures. It belongs to whoever served the tour, who can ask for it as a file while it is kept: "
            "`/tour privacy` says how long."
        ),
    ),
    "common_ground": Term(
        mark("Common ground"),
        mark(
            "What matters to the manager and what matters to the holder, side by side, once each has shared it. There "
            "is no score, and no line has to match."
        ),
    ),
    "people_contact": Term(
        mark("People contact"),
        mark(
            "Whom anybody can turn to when trust is broken, or something is too heavy. A steward chooses them; "
            "`/tour settings` says who it is."
        ),
    ),
    "steward": Term(
        mark("Steward"),
        mark(
            "Looks after what is set here for everybody, and can name a new manager for a tour. A steward can see who "
            "tours with whom, which kind and when; never what people write, why a tour ended, or who asked for a talk."
        ),
    ),
}


def terms() -> Mapping[str, Term]:
    """Return the words of tours of duty and what they mean, by the name under which one asks for them."""
    return {name: Term(_(term.title), _(term.meaning)) for name, term in _TERMS.items()}
