"""Bolt with one listener for each kind of payload; the table of routes finds who answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any

import structlog
from slack_bolt import Ack, App, Args, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.db.work import AlreadyDealt
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.prompts import Prompts
from bot.services import Services
from bot.slack import errors
from bot.slack.answer import Answer
from bot.slack.door import Door
from bot.slack.ids import COMMAND, field_of
from bot.slack.installations import TENANT, Workspaces
from bot.slack.listeners import register_all
from bot.slack.listeners.home import HomeKeeper
from bot.slack.listeners.sheets import Sheets
from bot.slack.middleware import Introduce
from bot.slack.routes import Payload, Routes
from bot.slack.words import reader_locale

log = structlog.get_logger()

NOT_INSTALLED = "Tourguide is not installed in this workspace. Whoever looks after its apps can install it."
# Slack shows a modal within three seconds of a press, and changes one only while it is open (views.open, views.update).
TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "hash_conflict", "not_found"})
ANYTHING = re.compile(".*", re.DOTALL)
OF_PAYLOAD = frozenset(
    {"ack", "actor", "answer", "body", "client", "delivery", "event", "now", "refresh_home"}
    | {"sheets", "team_id", "value", "view", "word", "words"}
)
OF_PROGRAM = frozenset({"prompts", "routes", *Services.names()})


class Inline(Executor):
    """Runs a listener where it is called: no thread to wait for, and a failure answers 500."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Reception:
    """Takes each payload, finds its listener in the table and hands it what it asks for by name."""

    def __init__(self, routes: Routes, services: Services, prompts: Prompts, homes: HomeKeeper) -> None:
        routes.require_names(OF_PAYLOAD | OF_PROGRAM)
        self._routes = routes
        self._homes = homes
        self._prompts = prompts
        self._wordings = services.wordings
        self._of_program: dict[str, object] = {"prompts": prompts, "routes": routes, **services.by_name()}

    def listen(self, app: App) -> None:
        """Register one listener for each kind of payload with Bolt, which asks them in turn: a form waits for most."""
        app.view(ANYTHING)(self._submission)
        app.command(COMMAND)(self._command)
        app.action(ANYTHING)(self._action)
        app.view_closed(ANYTHING)(self._closed)
        app.shortcut(ANYTHING)(self._shortcut)
        app.event(ANYTHING)(self._event)

    def _command(self, args: Args) -> None:
        word, _, words = (args.body.get("text") or "").strip().partition(" ")
        key = word.lower() if self._routes.find(Payload.COMMAND, word.lower()) else "?"
        offers = {"word": word, "words": words.strip()}
        self._receive(Payload.COMMAND, key, offers, args)

    def _action(self, args: Args) -> None:
        action = args.body["actions"][0]
        offers = {"value": chosen_value(action), "view": args.body.get("view")}
        self._receive(Payload.ACTION, action["action_id"], offers, args)

    def _submission(self, args: Args) -> None:
        view = args.body["view"]
        offers = {"view": view, "delivery": f"{view['id']}:{view.get('hash', '')}"}
        self._receive(Payload.SUBMISSION, view["callback_id"], offers, args)

    def _closed(self, args: Args) -> None:
        view = args.body["view"]
        self._receive(Payload.CLOSED, view["callback_id"], {"view": view}, args)

    def _shortcut(self, args: Args) -> None:
        self._receive(Payload.SHORTCUT, args.body["callback_id"], {}, args)

    def _event(self, args: Args) -> None:
        event = args.body["event"]
        offers = {"event": event, "delivery": args.body.get("event_id")}
        self._receive(Payload.EVENT, event["type"], offers, args)

    def _receive(self, payload: Payload, key: str, offers: Mapping[str, object], args: Args) -> None:
        try:
            self._hand_over(payload, key, offers, args)
        except SlackApiError as error:
            require_only_late(error)
            args.ack()

    def _hand_over(self, payload: Payload, key: str, offers: Mapping[str, object], args: Args) -> None:
        answer = Answer(payload, args.body, args.client, args.ack)
        actor = args.context["actor"]
        with reader_locale(actor.locale if actor else "en-US"):
            try:
                refuse_strangers(args.context)
                route = self._routes.find(payload, key)
                if route is None:
                    unknown(payload, answer, args.ack)
                    return
                available = {**self._of_every_payload(args), **self._of_program, **offers, "answer": answer}
                if "prompts" in route.names:
                    available["prompts"] = self._wordings.for_workspace(args.context[TENANT], self._prompts)
                route.listener(**{name: available[name] for name in route.names})
            except AlreadyDealt:
                args.ack()
            except (Refused, SeveralRefused) as refused:
                explain(refused, payload, args.body, answer, args.ack)

    def _of_every_payload(self, args: Args) -> dict[str, object]:
        """Return what every payload brings; what only some bring is None."""
        actor, now = args.context["actor"], args.context["now"]
        return {
            **dict.fromkeys(OF_PAYLOAD),
            "ack": args.ack,
            "actor": actor,
            "body": args.body,
            "client": args.client,
            "now": now,
            "refresh_home": self._homes.refresher(args.client, now, actor),
            "sheets": Sheets(args.client, args.body),
            "team_id": args.context[TENANT],
        }


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
    """Answer an id that no listener has: a button of a message of long ago, or an event that we do not need."""
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

    Work is done before the ack. Signatures are not its concern: over HTTP `web_application` puts a door before it, and
    Socket Mode has none.
    """
    app = App(
        name="tourguide",  # without one Bolt looks through every module for the file that calls it
        client=client,
        authorize=AskWorkspaces(workspaces),  # type: ignore[arg-type] # Bolt takes it, and does not say so
        user_facing_authorize_error_message=NOT_INSTALLED,
        process_before_response=True,
        listener_executor=Inline(),
        request_verification_enabled=False,  # the door has done it (decision 0022)
        raise_error_for_unhandled_request=False,
    )
    routes = Routes()
    register_all(routes)
    app.use(Introduce(services.people, clock))
    Reception(routes, services, prompts, HomeKeeper(services)).listen(app)
    app.error(fail)
    return app


def web_application(app: App, signing_secret: str) -> Door:
    """Return the WSGI application that takes Slack's HTTP requests: a door that checks each signature, then `app`."""
    return Door(app, signing_secret)


def fail(error: Exception, body: Mapping[str, Any]) -> None:
    """Log a fault of ours by its type alone (its text could hold words), and let the request answer 500."""
    log.error("listener_failed", fault=type(error).__name__, payload=body.get("type"))
    raise error
