"""Labels of screens, marked for translation. English is the source; another language is a gettext catalogue."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"

_reader: ContextVar[str] = ContextVar("reader_locale", default="en-US")


@contextmanager
def reader_locale(locale: str) -> Iterator[None]:
    """Speak to a reader with this Slack locale (such as "de-DE") inside the block."""
    token = _reader.set(locale)
    try:
        yield
    finally:
        _reader.reset(token)


def _(label: str) -> str:
    """Return `label` in the reader's language, or as it stands where no catalogue has it."""
    return _catalogue(_reader.get()).gettext(label)


@lru_cache(maxsize=64)
def _catalogue(locale: str) -> gettext.NullTranslations:
    return gettext.translation("tourguide", LOCALES, languages=[locale.replace("-", "_")], fallback=True)


def mark(label: str) -> str:
    """Mark a label of a table for translation; it is translated when it is spoken."""
    return label


def spoken_date(day: date) -> str:
    """Return a day as one says it: "Thursday, 4 March 2027"."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """Return a day in short: "4 Mar 2027"."""
    return f"{day.day} {day:%b %Y}"
