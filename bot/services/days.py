"""Which day somebody means: "Monday", "in two weeks", "until 4 March", "next month". Read without asking anybody."""

from __future__ import annotations

import re
import unicodedata
import warnings
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from bot.domain.calendar import local_day

MOST_WORDS: Final = 12  # a longer text is no date; dateparser would take seconds to find that out

_COUNTED: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS: Final[Mapping[str, int]] = {
    **{word: number for number, word in enumerate(_COUNTED, 1)},
    "a": 1,
    "an": 1,
    "another": 1,
    "couple": 2,
    "few": 3,
}
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_AMOUNT: Final = r"(?P<n>\d{1,3}|" + "|".join(_NUMBERS) + r")(?: of)?(?: more)?"
_POLITE: Final = re.compile(r"[!?,;()\"“”]|\.(?!\d)|\b(?:please|pls|thanks|thank you)\b")
_UNTIL: Final = r"until|till|til|after|from|by|to|on|bis|jusqu['’]?(?:à|a|au)?|hasta|fino al?|tot|até"
_PASSED: Final = re.compile(r"\b(?:ago|last|yesterday)\b")
_ASKED: Final = r"snooze|pause|mute|quiet|stop|remind me|nudge me|write to me|come back|back"
_LEAD: Final = re.compile(rf"^(?:.*\s)?(?:{_UNTIL}|{_ASKED})\b ?(?:el |le |il |the )?")


def find_day(words: str, now: datetime, zone: str) -> date | None:
    """Return the day that `words` name, seen from `now` (aware) in the IANA time zone `zone`, or None.

    A weekday is the next one to come, never today. "For two weeks" is the day two weeks from now. A day that has
    passed this year is meant for the next one.
    """
    said = _plain(words)
    today = local_day(now, zone)
    if _PASSED.search(said):
        return None
    for pattern, day_of in _RULES:
        if found := pattern.search(said):
            return day_of(found, today)
    found_day = _any_language(_LEAD.sub("", said).strip(), today)
    return found_day if found_day is not None and found_day > today else None


def is_past(words: str, now: datetime, zone: str) -> bool:
    """Tell whether `words`, in which `find_day` finds none, name a day that has passed, or today."""
    said, today = _plain(words), local_day(now, zone)
    named = _any_language(_LEAD.sub("", said).strip(), today)
    return _PASSED.search(said) is not None or (named is not None and named <= today)


def _plain(words: str) -> str:
    lowered = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(_POLITE.sub(" ", lowered).split())


def _after(found: re.Match[str], today: date) -> date | None:
    count, unit = _count(found["n"]), found["unit"]
    if unit.startswith("work"):
        return _working_days(today, count)
    by = {"d": relativedelta(days=count), "w": relativedelta(weeks=count), "m": relativedelta(months=count)}
    try:
        return today + by.get(unit[0], relativedelta(years=count))
    except (OverflowError, ValueError):  # a year that calendars do not have
        return None


def _count(number: str) -> int:
    return int(number) if number.isdecimal() else _NUMBERS[number]


def _working_days(today: date, count: int) -> date:
    day = today
    while count:
        day += timedelta(days=1)
        count -= day.isoweekday() < 6
    return day


def _weekday(found: re.Match[str], today: date) -> date:
    ahead = (_WEEKDAYS.index(found["day"][:3]) - today.weekday()) % 7 or 7
    is_in_this_week = today.weekday() + ahead < 7
    return today + timedelta(days=ahead + 7 if found["next"] and is_in_this_week else ahead)


def _start_of_next(found: re.Match[str], today: date) -> date:
    unit = found["unit"]
    if unit == "week":
        return today + timedelta(days=7 - today.weekday())
    if unit == "quarter":
        return today.replace(day=1) + relativedelta(months=3 - (today.month - 1) % 3)
    return today.replace(day=1) + relativedelta(months=1) if unit == "month" else date(today.year + 1, 1, 1)


def _end_of(found: re.Match[str], today: date) -> date:
    if found["unit"] == "week":
        return today + timedelta(days=(4 - today.weekday()) % 7)
    if found["unit"] == "month":
        return today.replace(day=monthrange(today.year, today.month)[1])
    return date(today.year, 12, 31)


def _end_of_month(found: re.Match[str], today: date) -> date:
    month = _MONTHS.split("|").index(found["month"]) + 1
    year = today.year + (month < today.month)
    return date(year, month, monthrange(year, month)[1])


def _day_of_month(found: re.Match[str], today: date) -> date | None:
    wanted = int(found["n"])
    for month in range(13):
        start = today.replace(day=1) + relativedelta(months=month)
        if wanted <= monthrange(start.year, start.month)[1] and start.replace(day=wanted) > today:
            return start.replace(day=wanted)
    return None


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]]
_RULES: Final[Sequence[_Rule]] = (
    (re.compile(r"\bday after tomorrow\b"), lambda _, today: today + timedelta(days=2)),
    (re.compile(r"\b(?:tomm?orr?ow|tmrw|tmr)\b"), lambda _, today: today + timedelta(days=1)),
    (re.compile(r"\bfortnight\b"), lambda _, today: today + timedelta(days=14)),
    (re.compile(rf"\b{_AMOUNT} (?P<unit>(?:working|work) ?days?|days?|weeks?|months?|years?)\b"), _after),
    (re.compile(rf"\bend of (?P<month>{_MONTHS})"), _end_of_month),
    (re.compile(r"\bend of (?:the |this )?(?P<unit>week|month|year)\b"), _end_of),
    (re.compile(r"\bafter the weekend\b"), lambda _, today: today + timedelta(days=7 - today.weekday())),
    (re.compile(rf"\b(?P<next>next (?:week (?:on )?)?)?(?P<day>{_DAY})\b"), _weekday),
    (re.compile(r"\b(?:next|following) (?P<unit>week|month|quarter|year)\b"), _start_of_next),
    (re.compile(r"\bthe (?P<n>[12]?\d|3[01])(?:st|nd|rd|th)\b(?! (?:of )?[a-z]{3})"), _day_of_month),
)


def _any_language(said: str, today: date) -> date | None:
    """Ask dateparser, for dates with a month, numbers, and other languages' words."""
    if not said or len(said.split()) > MOST_WORDS or not re.search(r"[^\W\d_]{3}|\d\D\d", said):
        return None
    import dateparser  # here, because every start would wait for it

    base = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - dateparser reckons in local days
    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": base,
        "RETURN_AS_TIMEZONE_AWARE": False,
        "PREFER_DAY_OF_MONTH": "first",
        "DATE_ORDER": "DMY",
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser speaks of formats without a year that Python will change
        found = dateparser.parse(said, languages=["en", "de", "fr", "es", "it", "nl", "pt"], settings=settings)
    return found.date() if found else None
