"""Writes files that people keep, from templates: one folder for each language. People's words stay text in all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

TEMPLATES: Final = Path(__file__).parent / "templates"
DEFAULT: Final = "en"
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))")  # anywhere in a line
_AT_START: Final = re.compile(r"^([#+\-=]|\d+(?=[.)]))")  # what would begin a heading or a list


class Writing:
    """Fills in templates for a reader. A language without a folder of its own is written in English."""

    def page(self, name: str, locale: str, **facts: object) -> str:
        """Return the template `name` filled in; in HTML, whatever is filled in is escaped."""
        language = _language(locale)
        words = self.words(locale)
        page = _environment(language).get_template(name)
        return page.render(**facts, names=words["reviews"], states=words["states"])

    def words(self, locale: str) -> Mapping[str, Any]:
        """Return the few words that stand in no template."""
        return _words(_language(locale))


def day(value: date) -> str:
    """Return a day in full: "4 March 2027"."""
    return f"{value.day} {value:%B %Y}"


def as_markdown(words: str) -> str:
    """Return what people wrote as one line of Markdown that shows it as it stands."""
    line = _SPECIAL.sub(r"\\\1", " ".join(words.split()))
    return _AT_START.sub(lambda found: _shielded(found[1]), line)


def _shielded(start: str) -> str:
    return f"{start}\\" if start.isdecimal() else f"\\{start}"


def quoted_markdown(words: str) -> str:
    """Return what people wrote as a quotation in Markdown, line by line as it stands."""
    return "\n".join(f"> {as_markdown(line)}".rstrip() for line in words.splitlines())


def _language(locale: str) -> str:
    language = locale.partition("-")[0].lower()
    return language if language.isalpha() and (TEMPLATES / language).is_dir() else DEFAULT


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / language),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": day, "md": as_markdown, "quote": quoted_markdown}
    return made


@cache
def _words(language: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((TEMPLATES / language / "words.json").read_text(encoding="utf-8"))
    return found
