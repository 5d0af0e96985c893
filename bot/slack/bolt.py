"""Bolt, which says who asks from where, and a middleware that answers: the table of routes finds the listener."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.db.work import AlreadyDealt
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.prompts import Prompts
from bot.services import Services
from bot.services.understanding import hears_distress
from bot.slack import errors
from bot.slack.answer import Answer
from bot.slack.door import Door
from bot.slack.ids import COMMAND, field_of
from bot.slack.installations import TENANT, Workspaces
from bot.slack.listeners import register_all
from bot.slack.listeners.commands import NO_COMMAND
from bot.slack.listeners.home import HomeKeeper
from bot.slack.listeners.sheets import Sheets
from bot.slack.middleware import Introduce
from bot.slack.routes import Payload, Routes
from bot.slack.words import reader_locale

log = structlog.get_logger()

NOT_INSTALLED = "Tourguide is not installed in this workspace. Whoever looks after its apps can install it."
# Slack shows a modal within three seconds of a press, and changes one only while it is open (views.open, views.update).
TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "hash_conflict", "not_found"})
RATE_LIMITED = "app_rate_limited"  # Slack holds events back for a minute; there is nothing to do but to say so
SHORTCUTS = frozenset({"shortcut", "message_action"})
OF_PAYLOAD = frozenset(
    {"ack", "actor", "answer", "body", "client", "delivery", "event", "now", "refresh_home"}
    | {"sheets", "team_id", "value", "view", "word", "words"}
)
NOTHING: Mapping[str, object] = dict.fromkeys(OF_PAYLOAD)  # what only some payloads bring is None in the others
OF_PROGRAM = frozenset({"prompts", "routes", *Services.names()})


class Reception(Middleware):
    """Bolt's last middleware: finds the listener of each payload in the table and hands it what it asks for by name.

    It answers in place of Bolt's own listeners (decision 0002).
    """

    def __init__(self, routes: Routes, services: Services, prompts: Prompts, homes: HomeKeeper) -> None:
        routes.require_names(OF_PAYLOAD | OF_PROGRAM)
        self._routes = routes
        self._homes = homes
        self._prompts = prompts
        self._wordings = services.wordings
        self._of_program: dict[str, object] = {"prompts": prompts, "routes": routes, **services.by_name()}

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        """Answer with what the listener acknowledges; with 404 where nobody does, or what came is not for us."""
        found = self._read(req.body)
        if found is None:
            log.warning("payload_unknown", payload=req.body.get("type"))
            return BoltResponse(status=404)
        try:
            self._hand_over(*found, req.body, req.context)
        except SlackApiError as error:
            require_only_late(error)
            req.context.ack()
        return req.context.ack.response or BoltResponse(status=404)

    def _read(self, body: Mapping[str, Any]) -> tuple[Payload, str, dict[str, object]] | None:
        """Return the kind of a payload, the id of its listener, and what its kind brings; None for what is unknown."""
        kind = body.get("type")
        try:
            if kind == "view_submission":
                view = body["view"]
                offers = {"view": view, "delivery": f"{view['id']}:{view.get('hash', '')}"}
                return Payload.SUBMISSION, view["callback_id"], offers
            if kind == "block_actions":
                action = body["actions"][0]
                return Payload.ACTION, action["action_id"], {"value": chosen_value(action), "view": body.get("view")}
            if body.get("command") == COMMAND:
                word, _, words = (body.get("text") or "").strip().partition(" ")
                is_command = self._routes.find(Payload.COMMAND, word.lower()) is not None
                # "/tour help me, I cannot go on" is said by somebody in need, and no command.
                key = word.lower() if is_command and not (words and hears_distress(words)) else NO_COMMAND
                return Payload.COMMAND, key, {"word": word, "words": words.strip()}
            if kind == "event_callback":
                event = body["event"]
                return Payload.EVENT, event["type"], {"event": event, "delivery": body.get("event_id")}
            if kind == "view_closed":
                return Payload.CLOSED, body["view"]["callback_id"], {"view": body["view"]}
            if kind in SHORTCUTS:
                return Payload.SHORTCUT, body["callback_id"], {}
            if kind == RATE_LIMITED:
                return Payload.EVENT, kind, {}
        except (KeyError, IndexError, TypeError, AttributeError):
            return None  # over a socket nobody has looked at it before
        return None

    def _hand_over(
        self, payload: Payload, key: str, offers: Mapping[str, object], body: dict[str, Any], context: BoltContext
    ) -> None:
        client, ack, actor = context.client, context.ack, context["actor"]
        answer = Answer(payload, body, client, ack)
        with reader_locale(actor.locale if actor else "en-US"):
            try:
                refuse_strangers(context)
                route = self._routes.find(payload, key)
                if route is None:
                    unknown(payload, answer, ack)
                    return
                available = {
                    **NOTHING,
                    **self._of_program,
                    **offers,
                    "ack": ack,
                    "actor": actor,
                    "answer": answer,
                    "body": body,
                    "client": client,
                    "now": context["now"],
                    "refresh_home": self._homes.refresher(client, context["now"], actor),
                    "sheets": Sheets(client, body),
                    "team_id": context[TENANT],
                }
                if "prompts" in route.names:
                    available["prompts"] = self._wordings.for_workspace(context[TENANT], self._prompts)
                route.listener(**{name: available[name] for name in route.names})
            except AlreadyDealt:
                ack()
            except (Refused, SeveralRefused) as refused:
                explain(refused, payload, body, answer, ack)


def require_only_late(error: SlackApiError) -> None:
    """Raise the error again unless it says that the person's screen has moved on, which is no fault of anybody's."""
    code = error.response.get("error")
    if code not in TOO_LATE:
        raise error
    log.warning("too_late", reason=code)


def refuse_strangers(context: BoltContext) -> None:
    """Raise Refused(NOT_YOURS) for somebody of another workspace."""
    if context["is_stranger"]:
        raise Refused(Reason.NOT_YOURS)


def chosen_value(action: Mapping[str, Any]) -> str | None:
    """Return what a press or a choice carries, whichever element it came from."""
    if "value" in action:
        return str(action["value"])
    chosen = action.get("selected_option")
    plain = chosen["value"] if chosen else action.get("selected_date") or action.get("selected_user")
    return None if plain is None else str(plain)


def unknown(payload: Payload, answer: Answer, ack: Ack) -> None:
    """Answer an id that no listener has: a button or a form of long ago, or an event that we do not need.

    Raises Refused(FORM_OUTDATED) for a form, so that it stays open with what was typed.
    """
    if payload is Payload.SUBMISSION:
        raise Refused(Reason.FORM_OUTDATED)
    if payload in {Payload.EVENT, Payload.CLOSED}:
        ack()
    else:
        answer(errors.sentence(Refused(Reason.LINK_EXPIRED)))


def explain(
    refused: Refused | SeveralRefused, payload: Payload, body: Mapping[str, Any], answer: Answer, ack: Ack
) -> None:
    """Say why nothing was changed: at the field of the form where there is one, else to the asker alone."""
    refusals = refused.refusals if isinstance(refused, SeveralRefused) else [refused]
    if payload is Payload.EVENT:
        ack()
    elif payload is Payload.SUBMISSION and (found := field_errors(refusals, body["view"])):
        ack(response_action="errors", errors=found)
    else:
        answer("\n".join(errors.sentence(each) for each in refusals))


def field_errors(refusals: list[Refused], view: Mapping[str, Any]) -> dict[str, str]:
    """Return block id -> sentence. What belongs to no field stands at the first input, so that it is seen."""
    inputs = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    found: dict[str, str] = {}
    for refused in refusals:
        at_field = [block_id for block_id in inputs if refused.field and is_at(block_id, refused.field)]
        for block_id in (at_field or inputs)[:1]:
            found[block_id] = errors.sentence(refused)
    return found


def is_at(block_id: str, field: str) -> bool:
    """Tell whether a block shows `field`: exactly ("goal.2.what"), or with a suffix ("end_on:rotational")."""
    return block_id == field or field_of(block_id) == field


class AskWorkspaces(Authorize):
    """Asks our own installations, in place of Bolt's store, which keeps tokens as they are."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_besides: str | None,
    ) -> AuthorizeResult | None:
        return self._workspaces.authorize(context, team_id, enterprise_id)


def make_app(
    *,
    client: WebClient,
    workspaces: Workspaces,
    services: Services,
    prompts: Prompts,
    clock: Clock,
) -> App:
    """Return the Bolt app. `client` carries Slack's address and no token: `workspaces` knows those.

    Signatures are not its concern: over HTTP `web_application` puts a door before it, and
    Socket Mode has none.
    """
    app = App(
        name="tourguide",  # without one Bolt looks through every module for the file that calls it
        client=client,
        authorize=AskWorkspaces(workspaces),  # type: ignore[arg-type] # Bolt takes it, and does not say so
        user_facing_authorize_error_message=NOT_INSTALLED,
        request_verification_enabled=False,  # the door has done it (decision 0022)
        raise_error_for_unhandled_request=False,
    )
    routes = Routes()
    register_all(routes)
    app.use(Introduce(services.people, clock))
    app.use(Reception(routes, services, prompts, HomeKeeper(services)))
    app.error(fail)
    return app


def web_application(app: App, signing_secret: str) -> Door:
    """Return the WSGI application that takes Slack's HTTP requests: a door that checks each signature, then `app`."""
    return Door(app, signing_secret)


def fail(error: Exception, body: Mapping[str, Any]) -> None:
    """Log a fault of ours by its type alone (its text could hold words). Bolt then answers 500, or no envelope."""
    log.error("listener_failed", fault=type(error).__name__, payload=body.get("type"))
