"""The pages that anybody may read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from bot.web.pages import Page, paragraph
from bot.web.site import NOBODY, landing, privacy, site, support


def get(path: str, **how: object) -> tuple[str, dict[str, str], str]:
    """Return status, headers and body of a page."""
    seen: list[tuple[str, list[tuple[str, str]]]] = []
    given = {"can_install": True, "contact": "help@example.com", **how}
    body: Iterable[bytes] = site(**given)[path]({}, lambda status, headers: seen.append((status, headers)))  # type: ignore[arg-type]
    return seen[0][0], dict(seen[0][1]), b"".join(body).decode()


@pytest.mark.parametrize("path", ["/", "/privacy", "/support"])
def test_each_page_is_plain_and_takes_nothing_from_elsewhere(path: str) -> None:
    status, headers, body = get(path)
    assert status == "200 OK"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in body
    assert re.findall(r'(?:src|href)="(?!/|mailto:|https://)', body) == []
    assert body.count("<h1>") == 1


def test_the_link_to_install_is_there_only_where_it_leads_somewhere() -> None:
    assert "/slack/install" in landing(can_install=True).body
    assert "/slack/install" not in landing(can_install=False).body


def test_privacy_says_what_the_document_says() -> None:
    page = privacy("help@example.com")
    assert "14 days" in page.body
    assert "mailto:help@example.com" in page.body


@pytest.mark.parametrize("page", [privacy(None), support(None)])
def test_without_a_contact_the_page_says_so(page: Page) -> None:
    assert NOBODY in page.body


def test_a_contact_cannot_break_out_of_its_page() -> None:
    assert "<b>" not in support('"><b>@example.com').body
    assert paragraph("<b>") == "<p>&lt;b&gt;</p>"
