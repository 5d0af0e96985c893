"""The Web API methods about files: an address to upload to, and the sharing of what was uploaded."""

from __future__ import annotations

import json
import secrets
from typing import Any

from bot.playground.records import StoredFile
from bot.playground.refusals import Json, SlackError
from bot.playground.team import Team


def upload_address(team: Team, args: Json) -> Json:
    """files.getUploadURLExternal: where the bytes of a file of this name and length go, and the file's id."""
    name, length = str(args.get("filename") or ""), _length(args)
    if not name or length <= 0:
        raise SlackError("invalid_arguments", ["[ERROR] filename and length are needed"])
    token = secrets.token_urlsafe(16)
    stored = StoredFile(f"F{team.next_number():010d}", name, length)
    with team.lock:
        team.files[stored.id] = stored
        team.uploads[token] = stored.id
    return {"ok": True, "upload_url": f"{team.base_url}/upload/{token}", "file_id": stored.id}


def take_upload(team: Team, token: str, content: bytes) -> bool:
    """Keep the bytes that were sent to an upload address; say whether there is such an address."""
    with team.lock:
        file_id = team.uploads.pop(token, None)
        if file_id is None:
            return False
        team.files[file_id].content = content
    return True


def complete(team: Team, args: Json) -> Json:
    """files.completeUploadExternal: the uploaded files become a message in a DM."""
    listed = args.get("files")
    wanted = json.loads(listed) if isinstance(listed, str) else listed
    found = [_uploaded(team, entry) for entry in wanted or ()]
    if not found:
        raise SlackError("invalid_arguments", ["[ERROR] files is needed"])
    if args.get("channel_id"):
        dm = team.dm(str(args["channel_id"]))
        team.put_message(dm, team.app.bot_user_id, str(args.get("initial_comment") or ""), files=found)
    return {"ok": True, "files": [{"id": stored.id, "title": stored.title} for stored in found]}


def _length(args: Json) -> int:
    try:
        return int(args.get("length") or 0)
    except ValueError:
        return 0


def _uploaded(team: Team, entry: Any) -> StoredFile:
    stored = team.files.get(str(entry.get("id")))
    if stored is None or stored.content is None or len(stored.content) != stored.length:
        raise SlackError("file_not_found")
    stored.title = str(entry.get("title") or stored.name)
    return stored
