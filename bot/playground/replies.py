"""What Slack makes of the bot's answers: to a command, to a submission, and at a response URL."""

from __future__ import annotations

from typing import Any

from bot.playground import api_chat
from bot.playground.bot_link import Delivery
from bot.playground.judge import judge_message
from bot.playground.modals import Modals
from bot.playground.records import User, View
from bot.playground.refusals import Json, SlackError
from bot.playground.team import Team

MODAL_TROUBLE = "We had some trouble connecting. Try again?"


def answer_command(team: Team, user: User, command: str, delivery: Delivery) -> None:
    """Show what the bot answered to a slash command: words for the asker alone, unless it says otherwise."""
    if not delivery.good:
        error = "operation_timeout" if delivery.problem == "http_timeout" else "dispatch_failed"
        team.tell(user.id, f'{command} failed with the error "{error}"')
        return
    body = delivery.body
    content: Json = {"text": body} if isinstance(body, str) else dict(body or {})
    if not (content.get("text") or content.get("blocks")):
        return
    try:
        _show(team, user.id, content)
    except SlackError as refusal:
        note(team, f"answer to {command}", content, refusal)
        team.tell(user.id, f'{command} failed with the error "{refusal.error}"')


def _show(team: Team, user_id: str, content: Json) -> None:
    judge_message(content)
    only_for = None if content.get("response_type") == "in_channel" else user_id
    team.put_message(
        team.dm_with(user_id),
        team.app.bot_user_id,
        str(content.get("text") or ""),
        blocks=content.get("blocks"),
        only_for=only_for,
    )


def respond(team: Team, token: str, content: Json) -> Json:
    """Take an answer at a response URL. Raises SlackError when the URL is used up or the message is refused."""
    ticket = team.tickets.respond(token, team.now())
    message = team.dm(ticket.channel_id).find(ticket.message_ts) if ticket.message_ts else None
    if content.get("delete_original"):
        if message:
            api_chat.remove(team, message)
        return {"ok": True}
    judge_message(content)
    if content.get("replace_original") and message:
        api_chat.rewrite(team, message, content)
    else:
        _show(team, ticket.user_id, content)
    return {"ok": True}


def answer_submission(modals: Modals, view: View, delivery: Delivery, team: Team) -> None:
    """Do with a submitted modal what the bot's answer says: close, errors, update, push or clear."""
    if not delivery.good:
        view.trouble = MODAL_TROUBLE
        team.touch()
        return
    body = delivery.body if isinstance(delivery.body, dict) else {}
    try:
        _follow(modals, view, body)
    except SlackError as refusal:
        view.trouble = MODAL_TROUBLE
        note(team, f"answer to {view.content['callback_id']}", body, refusal)
    team.touch()


def _follow(modals: Modals, view: View, body: dict[str, Any]) -> None:
    action = body.get("response_action")
    if action == "errors":
        view.errors = _field_errors(view, body.get("errors"))
    elif action == "update":
        modals.update(body["view"], view_id=view.id)
    elif action == "push":
        modals.push_for(view.user_id, body["view"])
    elif action == "clear":
        modals.clear(view.user_id)
    elif action is None:
        modals.close(view)
    else:
        raise SlackError("invalid_arguments", [f"[ERROR] unknown response_action {action!r}"])


def _field_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_arguments", ["[ERROR] response_action errors needs errors"])
    lost = sorted(set(errors) - inputs)
    if lost:
        raise SlackError("invalid_arguments", [f"[ERROR] no input block has the block_id {name!r}" for name in lost])
    return {str(key): str(value) for key, value in errors.items()}


def note(team: Team, title: str, content: Any, refusal: SlackError) -> None:
    """Write down behind the glass that Slack could not use an answer."""
    problems = (refusal.error, *refusal.messages)
    team.exchanges.add(team.now(), "to Slack", title, content, 200, refusal.answer(), 0.0, problems)
