"""Plain pages for browsers: words and links, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

Start = Callable[..., Any]

STYLE = (
    "body{font:1.05rem/1.55 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem;color:#1d2b33}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}a{color:#22506b}"
    "table{display:block;overflow-x:auto;border-collapse:collapse;font-size:.92rem}"
    "td,th{border-bottom:1px solid #9ab;padding:.35rem .7rem .35rem 0;text-align:left;vertical-align:top}"
    "td{min-width:7rem}"
    "@media(prefers-color-scheme:dark){body{background:#14191c;color:#e3e8ea}a{color:#8fc1dd}}"
)
SAFE = [
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
]


@dataclass(frozen=True)
class Page:
    """One page. `body` is markup that was made here or escaped; the title is plain text."""

    title: str
    body: str
    status: str = "200 OK"


def paragraph(text: str) -> str:
    """Return plain text as a paragraph; what it holds of markup is shown, not obeyed."""
    return f"<p>{escape(text)}</p>"


def link(href: str, text: str) -> str:
    """Return a paragraph that is a link."""
    return f'<p><a href="{escape(href)}">{escape(text)}</a></p>'


def steps(texts: Sequence[str]) -> str:
    """Return plain texts as numbered steps."""
    return "<ol>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ol>"


def show(start_response: Start, page: Page, headers: Sequence[tuple[str, str]] = ()) -> list[bytes]:
    """Answer with a page."""
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(page.title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(page.title)}</h1>{page.body}</body></html>"
    ).encode()
    fixed = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(html)))]
    start_response(page.status, [*fixed, *SAFE, *headers])
    return [html]
