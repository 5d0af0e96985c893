"""The door before Bolt: who cannot sign, or sends what Slack never sends, is turned away before Bolt sees anything.

Bolt parses a body before it checks the signature, so that a stranger's broken body would be a fault of ours (500).
"""

from __future__ import annotations

import json
from binascii import a2b_qp
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from string import ascii_letters, digits
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

FORM_OF_JSON = b"payload="
ENCODED = f"{ascii_letters}{digits}_.~*+%-".encode()  # other signs stand for something, or a browser would encode them
LONGEST_STAMP = 12  # digits; Unix seconds have ten until the year 2286
NEEDED: Mapping[str, tuple[str, ...]] = {
    "block_actions": ("user", "actions"),
    "view_submission": ("user", "view"),
    "view_closed": ("user", "view"),
    "shortcut": ("user", "callback_id"),
    "message_action": ("user", "callback_id"),
    "block_suggestion": ("user", "action_id"),
    "event_callback": ("event", "team_id"),
    "url_verification": ("challenge",),
    "app_rate_limited": (),
}


class Door:
    """The WSGI application through which Slack's requests reach `app`.

    Answers 401 for a wrong signature and 400 for a body that is not Slack's. Each body is parsed once, here.
    """

    def __init__(self, app: App, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(length_of(environ))
        if not self._is_signed(body, environ):
            return turn_away(start_response, "401 Unauthorized")
        payload = payload_of(body, environ.get("CONTENT_TYPE", ""))
        if not is_known(payload):
            return turn_away(start_response, "400 Bad Request")
        # Bolt takes a parsed body in this mode alone. Of Slack's headers nothing here reads any.
        return respond(start_response, self._app.dispatch(BoltRequest(body=payload, mode="socket_mode")))

    def _is_signed(self, body: bytes, environ: Mapping[str, Any]) -> bool:
        stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= LONGEST_STAMP and signature.isascii()):
            return False
        try:
            return self._verifier.is_valid(body, stamp, signature)
        except UnicodeDecodeError:
            return False  # Slack writes UTF-8


def length_of(environ: Mapping[str, Any]) -> int:
    """Return the length of the body in bytes; nothing where none is said."""
    said = str(environ.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isascii() and said.isdigit() else 0


def payload_of(body: bytes, content_type: str) -> Any:
    """Return what a body holds: JSON, JSON in a form's field, or a form. None for what cannot be read."""
    try:
        if content_type == "application/json" or body.startswith(b"{"):
            return json.loads(body)
        if (encoded := body.removeprefix(FORM_OF_JSON)) is not body and not encoded.translate(None, ENCODED):
            return json.loads(decoded(encoded))
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
        return json.loads(fields["payload"]) if "payload" in fields else fields
    except (ValueError, RecursionError):
        return None


def decoded(encoded: bytes) -> bytes:
    """Return a percent-encoded value as it was: a press or a form is large, and this is all of it but a few bytes.

    Quoted-printable is the same code with another sign, and is read thirty times as fast as urllib reads this one.
    """
    return a2b_qp(encoded.replace(b"+", b" ").replace(b"%", b"="))


def is_known(payload: Any) -> bool:
    """Tell whether a payload is of a kind that Slack sends, with what its kind needs."""
    if not isinstance(payload, dict):
        return False
    if "command" in payload or payload.get("ssl_check"):
        return all(isinstance(value, str) for value in payload.values())
    kind = payload.get("type")
    if not isinstance(kind, str) or kind not in NEEDED or not all(payload.get(name) for name in NEEDED[kind]):
        return False
    return all(is_sound(name, payload[name]) for name in NEEDED[kind])


def is_sound(name: str, value: Any) -> bool:
    """Tell whether a part of a payload has the shape that we read."""
    if name == "actions":
        return isinstance(value, list) and all(has_text(each, "action_id") for each in value)
    if name == "view":
        return has_text(value, "id", "callback_id") and isinstance(value.get("state") or {}, dict)
    if name == "event":
        return has_text(value, "type")
    return has_text(value, "id") if name == "user" else isinstance(value, str)


def has_text(value: Any, *names: str) -> bool:
    """Tell whether a value is an object with text under each of these names."""
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in names)


def turn_away(start_response: Callable[..., Any], status: str) -> list[bytes]:
    """Answer with a status and no more."""
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return [b""]


def respond(start_response: Callable[..., Any], response: BoltResponse) -> list[bytes]:
    """Answer with what Bolt says."""
    body = response.body.encode()
    headers = [(name, value) for name, values in response.headers.items() for value in values]
    status = HTTPStatus(response.status)
    start_response(f"{status.value} {status.phrase}", [*headers, ("Content-Length", str(len(body)))])
    return [body]
