"""Files behind a link that ends after ten minutes: made when the link is followed, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.clock import Clock
from bot.domain.refusals import Reason, Refused
from bot.services.files import Files
from bot.web.pages import SAFE, Page, paragraph, show

Start = Callable[..., Any]

OVER = Page(
    "This link is over",
    paragraph("It works for ten minutes. Ask for the file again in Slack, where you got the link."),
    "410 Gone",
)
NOT_THERE = Page(
    "This file is not there any more",
    paragraph("What it was made from has been erased, or is not shared with you now. Slack shows what is there."),
    "404 Not Found",
)


class FileDesk:
    """A WSGI application: hands over the file that the ticket behind the question mark stands for."""

    def __init__(self, files: Files, clock: Clock) -> None:
        self._files = files
        self._clock = clock

    def __call__(self, environ: dict[str, Any], start_response: Start) -> list[bytes]:
        """Answer one request; the ticket is all that it can say."""
        try:
            made = self._files.behind(str(environ.get("QUERY_STRING", "")), self._clock.now())
        except Refused as refused:
            return show(start_response, OVER if refused.reason is Reason.TICKET_EXPIRED else NOT_THERE)
        headers = [
            ("Content-Type", f"{made.media_type}; charset=utf-8"),
            ("Content-Length", str(len(made.content))),
            ("Content-Disposition", f'attachment; filename="{made.name}"'),
        ]
        start_response("200 OK", [*headers, *SAFE])
        return [made.content]
