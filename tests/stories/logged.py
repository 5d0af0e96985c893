"""Tells stories with logs as they are written in production. `python -m tests.stories.logged FOLDER`, for test_logs."""

from __future__ import annotations

import sys
from pathlib import Path

from bot import logs
from tests.stories import test_first_conversation as story
from tests.stories.many import town
from tests.stories.stage import over_http


def main(folder: Path) -> None:
    """Live through the main job, and through an installation that fails in between and ends."""
    logs.set_up("json")
    with over_http(folder) as stage:
        story.test_from_the_first_proposal_to_the_talk_that_was_recorded(stage)
    with town(folder) as place:
        place.install(place.first)
        manager = place.first.person("manager")
        manager.types("/tour list")
        place.first.faults.add("error", "views.open", times=None)
        manager.types("/tour start")
        place.first.remove_app()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
