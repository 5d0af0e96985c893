"""Slack takes three modals on top of one another, and no fourth."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import View, modal, section
from bot.slack.stacking import put_on_top, say_on_top
from tests.slack.judges import judge


class Client(WebClient):
    """Answers as Slack does where three modals are open, or with another complaint."""

    def __init__(self, complaint: str | None = "push_limit_reached") -> None:
        super().__init__()
        self.complaint = complaint
        self.asked: list[tuple[str, View]] = []

    def api_call(self, api_method: str, **options: Any) -> Any:
        view = options["json"]["view"]
        self.asked.append((api_method, view))
        if api_method == "views.push" and self.complaint:
            raise SlackApiError("no", {"ok": False, "error": self.complaint})  # type: ignore[no-untyped-call]
        return {"view": {"id": "V9"}}


NEW = modal("problem", "Tourguide", [section("Nothing was changed.")], close="Close")
OPEN = {
    **modal("change", "Change", [section("What?")], submit="Save", close="Back", private_metadata="7"),
    "id": "V3",
    "hash": "h",
    "state": {"values": {}},
}


def body(view: dict[str, Any] | None) -> dict[str, Any]:
    return {"trigger_id": "1.2", "view": view}


def test_a_modal_stands_on_top_while_there_is_room() -> None:
    client = Client(None)
    for below in (OPEN, {"type": "home"}, None):
        assert put_on_top(client, body(below), NEW)["view"]["id"] == "V9"
    assert [method for method, _view in client.asked] == ["views.push", "views.open", "views.open"]


def test_the_fourth_takes_the_place_of_the_topmost() -> None:
    client = Client()
    put_on_top(client, body(OPEN), NEW)
    assert client.asked[-1] == ("views.update", NEW)


def test_a_sentence_stands_above_what_is_typed_where_there_is_no_room() -> None:
    client = Client()
    say_on_top(client, body(OPEN), NEW)
    method, view = client.asked[-1]
    assert method == "views.update"
    assert {part: view[part] for part in ("callback_id", "private_metadata")} == {
        "callback_id": "change",
        "private_metadata": "7",
    }
    assert view["blocks"] == [*NEW["blocks"], *OPEN["blocks"]]
    judge(view)


def test_any_other_complaint_is_told() -> None:
    with pytest.raises(SlackApiError):
        put_on_top(Client("expired_trigger_id"), body(OPEN), NEW)
