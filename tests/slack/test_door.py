"""What stands in a body, as Slack encodes it and as anybody else might."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.slack.door import payload_of

FORM = "application/x-www-form-urlencoded"


@given(st.text())
@example("a+b=c&d%41 \r\n=\n é 漢字 🙂 _.~-*")
def test_a_payload_reads_as_it_was_written(words: str) -> None:
    payload = {"type": "view_submission", "words": words}
    assert payload_of(urlencode({"payload": json.dumps(payload)}).encode(), FORM) == payload
    assert payload_of(urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode(), FORM) == payload
    assert payload_of(urlencode({"other": "1", "payload": json.dumps(payload)}).encode(), FORM) == payload
    assert payload_of(json.dumps(payload).encode(), "application/json") == payload


@given(st.text())
def test_a_command_reads_as_it_was_typed(words: str) -> None:
    assert payload_of(urlencode({"command": "/tour", "text": words}).encode(), FORM) == {
        "command": "/tour",
        "text": words,
    }


BROKEN = [b"payload=", b"payload=%", b"payload=%7", b"payload=%zz", b"payload=%ff", b"{", b"\xff"]


@pytest.mark.parametrize("body", BROKEN)
def test_what_cannot_be_read_is_nothing(body: bytes) -> None:
    assert payload_of(body, FORM) is None


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    payload_of(body, FORM)
    payload_of(b"payload=" + body, FORM)
    payload_of(body, "application/json")
