"""The pages that anybody may read: what this is, what becomes of what people write, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from bot.web.install import INSTALL_PATH
from bot.web.pages import Page, link, paragraph, show

PRIVACY = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
NOBODY = "Ask whoever runs Tourguide for you; they have not said here how to reach them."

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def site(*, can_install: bool, contact: str | None) -> Mapping[str, Wsgi]:
    """Return the pages by path. `contact` is an e-mail address or a web address, or None when nobody gave one."""
    pages = {"/": landing(can_install=can_install), "/privacy": privacy(contact), "/support": support(contact)}
    return {path: _shower(page) for path, page in pages.items()}


def landing(*, can_install: bool) -> Page:
    """Return the page that says what Tourguide is and, where it can be installed from here, how."""
    body = (
        paragraph(
            "A Slack bot that helps a manager and each of their people agree on a tour of duty: a mission with an end, "
            "worth something to both. It holds both sides to their promises, and before each review it coaches the "
            "manager to speak first."
        )
        + paragraph(
            "What people write is sealed and shown to the two of them alone. It asks for no access to channels, "
            "and writes only to people in a tour or asked into one, and to stewards when a message cannot be delivered."
        )
        + "<h2>What each gets from it</h2>"
        + paragraph("The manager: the words to speak first, the days of the talks, and their own promises in time.")
        + paragraph(
            "The tour holder: terms that both have signed, a career line that stays theirs, and a way to ask for a "
            "talk without giving a reason."
        )
        + paragraph(
            "The company: people who talk to their manager before they talk to somebody else. It sees who tours with "
            "whom, and not a word of what they write."
        )
        + (link(INSTALL_PATH, "Install it in your Slack workspace") if can_install else "")
        + link("/privacy", "What is kept, who can see it, for how long")
        + link("/support", "Help")
    )
    return Page("Tourguide", body)


def privacy(contact: str | None) -> Page:
    """Return docs/privacy.md as a page, with whom to ask about it."""
    words = PRIVACY.read_text(encoding="utf-8")
    title, _, rest = words.partition("\n")
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(rest)
    return Page(title.lstrip("# ").strip(), html + "<h2>Whom to ask</h2>" + reach(contact))


def support(contact: str | None) -> Page:
    """Return the page that says where help is."""
    body = (
        paragraph("Type /tour help in Slack: it lists everything, and explains our words.")
        + paragraph("Write to Tourguide in Slack in plain words; it says what it can do.")
        + paragraph("To take what is yours as a file, or to erase it: /tour export, or the buttons on its Home.")
        + paragraph("To have no more reminders: /tour nudges pauses them all, or stops one kind of them.")
        + paragraph("To remove it from a workspace: in Slack, Manage apps. Everything is erased within 14 days.")
        + "<h2>People</h2>"
        + reach(contact)
        + link("/privacy", "What is kept, who can see it, for how long")
    )
    return Page("Help with Tourguide", body)


def reach(contact: str | None) -> str:
    """Return how to reach whoever runs the bot."""
    if not contact:
        return paragraph(NOBODY)
    is_address = contact.startswith(("https://", "http://"))
    return link(contact if is_address else f"mailto:{contact}", contact)


def _shower(page: Page) -> Wsgi:
    return lambda _environ, start_response: show(start_response, page)
