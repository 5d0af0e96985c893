"""The page of everything that is mine: plain HTML that needs nothing from elsewhere, to read and to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any, Final

STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1d2b33}"
    "section{border-left:3px solid #c9d6de;padding:.2rem 0 .2rem 1rem;margin:1rem 0}"
    "h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}h3,h4,h5{font-size:1rem;margin:.8rem 0 .2rem}"
    "dl{margin:.3rem 0}dt{color:#55666f;font-size:.85rem}dd{margin:0 0 .5rem;white-space:pre-wrap}"
)
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
DEEPEST: Final = 5  # of headings


def page(gathered: Mapping[str, Any]) -> str:
    """Return what `services.keeping.gather` gathered as a whole page; what people wrote is shown, never obeyed."""
    names: Mapping[str, str] = gathered["people"]
    whose = names.get(gathered["of"]) or gathered["of"]
    shelves = "".join(_shelf(title, pieces, names, 2) for title, pieces in gathered["kept"].items())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>What is mine in Tourguide</title>'
        f"<style>{STYLE}</style></head><body><h1>What is mine in Tourguide</h1>"
        f"<p>Made for {escape(whose)} on {_spoken(gathered['made_at'])}. It holds what you wrote, and what others "
        "share with you. It never holds another person's private notes, or answers that they keep to themselves.</p>"
        f"{shelves or '<p>There is nothing.</p>'}</body></html>"
    )


def _shelf(title: str, pieces: Sequence[Mapping[str, Any]], names: Mapping[str, str], level: int) -> str:
    rows = "".join(f"<section>{''.join(_piece(piece, names, level + 1))}</section>" for piece in pieces)
    return f"<h{level}>{escape(title)}</h{level}>{rows}"


def _piece(piece: Mapping[str, Any], names: Mapping[str, str], level: int) -> Iterator[str]:
    facts = {name: value for name, value in piece.items() if not _is_shelf(value) and _says_something(name, value)}
    if facts:
        lines = (f'<dt>{_label(name)}</dt><dd dir="auto">{_value(value, names)}</dd>' for name, value in facts.items())
        yield f"<dl>{''.join(lines)}</dl>"
    for title, pieces in piece.items():
        if _is_shelf(pieces):
            yield _shelf(title, pieces, names, min(level, DEEPEST))


def _is_shelf(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _says_something(name: str, value: object) -> bool:
    return value not in (None, "", []) and name not in {"id", "text_hash", "erase_after"}


def _label(name: str) -> str:
    """Return a column's name as one says it: "manager_id" is "Manager", "due_on" is "Due on"."""
    return escape(name.removesuffix("_id").replace("_", " ").capitalize())


def _value(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return _spoken(value)
    if isinstance(value, list):
        return escape(", ".join(str(each) for each in value))
    words = str(value)
    return escape(names.get(words) or words)


def _spoken(moment: date) -> str:
    day = f"{moment.day} {moment:%B %Y}"
    return f"{day}, {moment:%H:%M} UTC" if isinstance(moment, datetime) else day
