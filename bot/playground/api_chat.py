"""The Web API methods about messages and DMs."""

from __future__ import annotations

from bot.playground.judge import judge_message
from bot.playground.records import Dm, Message, User
from bot.playground.refusals import Json, SlackError
from bot.playground.team import Team, named
from bot.playground.values import kept_state


def open_dm(team: Team, args: Json) -> Json:
    """conversations.open: the DM with one person."""
    users = [part for part in str(args.get("users") or "").split(",") if part]
    if args.get("channel"):
        return {"ok": True, "channel": {"id": team.dm(args["channel"]).id}}
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    dm = team.dm_with(_reachable(team, users[0]).id)
    return {
        "ok": True,
        "no_op": True,
        "already_open": True,
        "channel": {"id": dm.id, "is_im": True, "user": dm.user_id},
    }


def history(team: Team, args: Json) -> Json:
    """conversations.history: newest first, between `oldest` and `latest`, by pages."""
    messages = [message for message in reversed(team.dm(str(args.get("channel"))).messages) if not message.only_for]
    messages = [message for message in messages if _between(message.ts, args)]
    start, limit = _cursor(args), _limit(args)
    page = messages[start : start + limit]
    more = start + limit < len(messages)
    with_metadata = str(args.get("include_all_metadata", "")).lower() in {"true", "1"}
    return {
        "ok": True,
        "messages": [wire_message(team, message, with_metadata=with_metadata) for message in page],
        "has_more": more,
        "response_metadata": {"next_cursor": f"next:{start + limit}" if more else ""},
    }


def post(team: Team, args: Json) -> Json:
    """chat.postMessage: to a DM by its channel id, or by the person's id."""
    dm = _channel(team, args)
    if not team.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    judge_message(args)
    message = team.put_message(
        dm,
        team.app.bot_user_id,
        _text(args),
        blocks=args.get("blocks"),
        metadata=args.get("metadata"),
        thread_ts=args.get("thread_ts"),
    )
    return {"ok": True, "channel": dm.id, "ts": message.ts, "message": wire_message(team, message, with_metadata=True)}


def post_ephemeral(team: Team, args: Json) -> Json:
    """chat.postEphemeral: a message that one person sees and nobody can look up."""
    dm = team.dm(str(args.get("channel")))
    if str(args.get("user")) != dm.user_id:
        raise SlackError("user_not_in_channel")
    judge_message(args)
    message = team.put_message(dm, team.app.bot_user_id, _text(args), blocks=args.get("blocks"), only_for=dm.user_id)
    return {"ok": True, "message_ts": message.ts}


def update(team: Team, args: Json) -> Json:
    """chat.update: new words in an old message of the bot's own."""
    message = _own(team, args, "cant_update_message")
    judge_message(args)
    rewrite(team, message, args)
    if args.get("metadata"):
        message.metadata = args["metadata"]
    return {"ok": True, "channel": message.channel_id, "ts": message.ts, "text": message.text}


def delete(team: Team, args: Json) -> Json:
    """chat.delete: a message of the bot's own goes."""
    message = _own(team, args, "cant_delete_message")
    remove(team, message)
    return {"ok": True, "channel": message.channel_id, "ts": message.ts}


def rewrite(team: Team, message: Message, content: Json) -> None:
    """Give a message new text and blocks; blocks go when only text is given."""
    with team.lock:
        message.text, message.blocks = _text(content), named(content.get("blocks") or [])
        message.state, message.edited, message.trouble = kept_state(message.blocks, message.state), True, ""
        team.touch()


def remove(team: Team, message: Message) -> None:
    """Take a message out of its DM."""
    with team.lock:
        team.dm(message.channel_id).messages.remove(message)
        team.touch()


def wire_message(team: Team, message: Message, *, with_metadata: bool = False) -> Json:
    """Return a message as Slack sends it."""
    body: Json = {"type": "message", "user": message.user_id, "text": message.text, "ts": message.ts, "team": team.id}
    if message.user_id == team.app.bot_user_id:
        body |= {"bot_id": team.app.bot_id, "app_id": team.app.id}
    if message.blocks:
        body["blocks"] = message.blocks
    if message.edited:
        body["edited"] = {"user": message.user_id, "ts": message.ts}
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.metadata and with_metadata:
        body["metadata"] = message.metadata
    return body


def _text(content: Json) -> str:
    return str(content.get("text") or content.get("markdown_text") or "")[:40_000]


def _channel(team: Team, args: Json) -> Dm:
    channel = str(args.get("channel") or "")
    if channel.startswith(("U", "W")):
        if channel not in team.users:
            raise SlackError("channel_not_found")
        return team.dm_with(_reachable(team, channel).id)
    dm = team.dm(channel)
    _reachable(team, dm.user_id)
    return dm


def _reachable(team: Team, user_id: str) -> User:
    user = team.user(user_id)
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    return user


def _own(team: Team, args: Json, refusal: str) -> Message:
    message = team.dm(str(args.get("channel"))).find(str(args.get("ts")))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if message.user_id != team.app.bot_user_id:
        raise SlackError(refusal)
    return message


def _between(ts: str, args: Json) -> bool:
    inclusive = str(args.get("inclusive", "")).lower() in {"true", "1"}
    moment, oldest = float(ts), float(args.get("oldest") or 0)
    latest = float(args["latest"]) if args.get("latest") else float("inf")
    return oldest <= moment <= latest if inclusive else oldest < moment < latest


def _cursor(args: Json) -> int:
    cursor = str(args.get("cursor") or "")
    if not cursor:
        return 0
    head, _, number = cursor.partition(":")
    if head != "next" or not number.isdigit():
        raise SlackError("invalid_cursor")
    return int(number)


def _limit(args: Json) -> int:
    limit = int(args.get("limit") or 100)
    if not 1 <= limit <= 999:
        raise SlackError("invalid_limit")
    return limit
