"""From words to what they mean: rules for what is sure, likeness to known phrases for the rest. Nothing is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime
from functools import cache
from html import unescape
from typing import Final

from bot.services.days import find_day
from bot.services.understanding.intents import Intent, Near, Understood
from bot.services.understanding.languages import is_other_language
from bot.services.understanding.leading import asked_who_leads
from bot.services.understanding.likeness import Phrasebook
from bot.services.understanding.names import with_persons
from bot.services.understanding.phrases import BANK, GUIDE_BANK
from bot.services.understanding.terms import asked_term
from bot.services.understanding.tone import is_anger, is_distress

LONGEST_READ: Final = 600  # characters; what somebody wants stands at the beginning
LEAST_READ: Final = 2  # letters or digits; less is markup, or a slip of the finger
SURE: Final = 0.52  # below this the three nearest are offered instead
TOPIC_SURE: Final = 0.45
OFFERED: Final = 3
USUAL: Final = (Near(Intent.NEXT), Near(Intent.COACH), Near(Intent.HELP))

MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_MARKUP: Final = re.compile(r"<[^>]*>|[*_~`]|:[a-zA-Z0-9_+-]+:")
_COMMAND_WORDS: Final = frozenset(
    intent for intent in Intent if intent not in {Intent.NEXT, Intent.GUIDE, Intent.TERM, Intent.UNSURE}
) - {Intent.LEADER, Intent.GREETING, Intent.THANKS, Intent.ANGER, Intent.DISTRESS, Intent.OTHER_LANGUAGE}
_QUIET: Final = re.compile(
    r"^(?!(?:when|what|which|how|why|who|where|can|do|does|did|will|are|is)\b).*\b(?:"
    r"snooze|mute|pause|(?:be |stay |keep )?(?:quiet|silent)|silence|hush|leave me (?:alone|in peace)|not now"
    r"|(?:remind|ask|nudge|ping|write to|message) me (?:\w+ )?(?:later|again|tomorrow|next|on|in|after)"
    r"|(?:stop|no more|don't|do not|no|without) (?:\w+ )?(?:remind|nudg|messag|writ|ping|send|contact)\w*"
    r"|(?:hold|postpone|delay) (?:all |the |my |your )*(?:remind|nudg|messag)\w*|(?:wait|nothing) until"
    r"|(?:don't|do not) (?:bother|disturb|contact|message) me"
    r"|(?:on|taking|have) (?:vacation|holidays?|leave|parental leave|sick leave)|off sick|out of (?:the )?office|ooo"
    r"|(?:i'm|i am|be) (?:out|off|gone|away|travell?ing|abroad) (?:until|till|for|from|next)|unsubscribe"
    r")\b|^(?:please )?stop(?: it| this| that| now| please)?\W*$"
)


_OFF: Final = frozenset({"off", "over", "end", "stop", "cancel"})
_AGAIN: Final = (  # compiled when it is first asked, which a start does not wait for
    r"^(?:please )?(?=.)"
    r"(?:i(?:'m| am) back(?: again| now| at work| in the office| from \w+(?: leave)?)?[,.;]? ?(?:so |and )?)?"
    r"(?:(?:please )?(?:you (?:can|may) )?(?:"
    r"resume|un-?(?:pause|snooze|mute)|wake up"
    r"|(?:end|stop|cancel|lift|undo) (?:the |my |this )?(?:pause|snooze|snoozing|quiet|silence)"
    r"|(?:the )?(?:snooze|pause|quiet)(?: is)? (?:off|over|no more)"
    r"|(?:nudge|remind|write to|message) me again|(?:start|go on|keep) (?:nudging|reminding)(?: me)?(?: again)?"
    r"|(?:turn|switch) (?:the |my )?(?:nudges|reminders) (?:back )?on(?: again)?"
    r"|(?:the |my )?(?:nudges|reminders) (?:on )?again"
    r")(?: (?:the |my |all )?(?:nudges|reminders|everything))?(?: (?:please|now|again))*)?$"
)


@cache
def _phrases() -> Phrasebook[Near]:
    """Return the book of all phrases. It is made when the first message comes, so that the bot starts without it."""
    return Phrasebook(BANK)


@cache
def _topics() -> Phrasebook[str]:
    """Return the book of the guides' phrases alone."""
    return Phrasebook(GUIDE_BANK)


def understand(words: str, now: datetime, zone: str) -> Understood:
    """Return what `words` most likely mean. `now` is an aware moment, `zone` the writer's IANA time zone.

    Distress is heard before everything else. Whatever is less sure than SURE becomes UNSURE with the three nearest.
    """
    mention = MENTION.search(words)
    written = _plain(words)
    said = written.lower()
    ranked = _phrases().nearest(with_persons(written, _phrases().knows))
    found, confidence = _by_rule(said, now, zone) or _by_likeness(said, ranked)
    day = find_day(said, now, zone) if found.intent is Intent.SNOOZE else None
    nearest = tuple(near for score, near in ranked[:OFFERED] if score > 0)
    return Understood(
        intent=found.intent,
        person_id=mention[1] if mention else None,
        when=day,
        topic=found.topic,
        confidence=round(min(confidence, 1.0), 2),
        nearest=(*nearest, *(near for near in USUAL if near not in nearest))[:OFFERED],
    )


def hears_distress(words: str) -> bool:
    """Tell whether somebody in need speaks: that is heard before everything else, whatever stands around it."""
    return is_distress(_plain(words).lower())


def ends_a_pause(words: str, *, after_snooze: bool = False) -> bool:
    """Tell whether `words` ask for nudges again: "resume", "unsnooze"; `after_snooze`, as in `/tour snooze`, "off"."""
    said = words.lower().strip(" .!")
    return (after_snooze and said in _OFF) or re.match(_AGAIN, said) is not None


def find_topic(words: str, leaving_out: Collection[str] = ()) -> str | None:
    """Return the topic of the guide that a few words name, or None where none is near, `leaving_out` some topics."""
    said = _plain(words).lower()
    if not said:
        return None
    score, topic = next((each for each in _topics().nearest(said) if each[1] not in leaving_out), (0.0, None))
    return topic if score >= TOPIC_SURE else None


def _plain(words: str) -> str:
    """Return the words without Slack's markup; a mention is somebody."""
    written = unescape(unicodedata.normalize("NFKC", words[:LONGEST_READ]))  # Slack escapes what is typed
    plain = _MARKUP.sub(" ", MENTION.sub(" person ", written))
    return " ".join(plain.replace("’", "'").split())


def _by_rule(said: str, now: datetime, zone: str) -> tuple[Near, float] | None:
    """Return what a rule is sure of, in this order.

    A person in need, a command, one of our words, the question who leads, quiet, anger.
    """
    if is_distress(said):
        return Near(Intent.DISTRESS), 1.0
    if command := _command(said, now, zone):
        return Near(command), 1.0
    if term := asked_term(said):
        return Near(Intent.TERM, term), 1.0
    if leads := asked_who_leads(said):
        return Near(leads), 1.0
    if ends_a_pause(said):
        return Near(Intent.RESUME), 1.0
    if _QUIET.search(said) and (_is_short(said) or find_day(said, now, zone)):
        return Near(Intent.SNOOZE), 0.9
    if is_anger(said):
        return Near(Intent.ANGER), 0.9
    if is_other_language(said):
        return Near(Intent.OTHER_LANGUAGE), 0.9
    if sum(character.isalnum() for character in said) < LEAST_READ:
        return Near(Intent.HELP if "?" in said else Intent.UNSURE), 0.9
    return None


def _by_likeness(said: str, ranked: list[tuple[float, Near]]) -> tuple[Near, float]:
    score, near = ranked[0]
    return (near, score) if score >= SURE else (Near(Intent.UNSURE), score)


def _command(said: str, now: datetime, zone: str) -> Intent | None:
    """Return the command that the words are: its word alone, or with somebody or a day behind it."""
    word, _, rest = re.sub(r"^/?tour ", "", said.strip(" .!?")).partition(" ")
    if word not in _COMMAND_WORDS:
        return None
    intent = Intent(word)
    if not rest or rest == "person" or (intent is Intent.SNOOZE and find_day(rest, now, zone)):
        return intent
    return None


def _is_short(said: str) -> bool:
    return len(said.split()) <= 8
