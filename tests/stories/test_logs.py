"""After whole stories the logs hold no word that anybody wrote, no name, no token and no trace of an exception."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.stories import test_first_conversation as story
from tests.stories.many import CLIENT_SECRET
from tests.stories.stage import SECRET

ROOT = Path(__file__).parents[2]
WORDS = (story.MISSION, story.WIDER, story.PROMISE, story.CARD, story.PRIVATE, story.AGREED, "Manager", "Holder")
SECRETS = ("xoxb-", "xapp-", SECRET, CLIENT_SECRET)


def test_stories_leave_no_words_and_no_secrets_in_the_logs(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.stories.logged", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=110,
    )
    printed = told.stdout + told.stderr
    assert told.returncode == 0, printed[-2000:]
    events = [json.loads(line)["event"] for line in printed.splitlines()]  # nothing is printed but logs, line by line
    assert {"installed", "left", "listener_failed"} <= set(events)
    assert [word for word in (*WORDS, *SECRETS, "Traceback") if word in printed] == []
