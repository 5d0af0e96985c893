"""`make demo`: three people and whoever sits here, a workspace and a page, before the real bot in the same process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.clock import MovableClock
from bot.playground.manifest import Manifest
from bot.playground.workspace import RunningSlack, Workspace, serve_slack

FIRST_HOUR = 10


def monday_morning(now: datetime) -> datetime:
    """Return the last Monday before or at `now`, at ten in the morning UTC: everybody in the demo is at work then."""
    monday = now.astimezone(UTC) - timedelta(days=now.astimezone(UTC).weekday())
    return monday.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)


@dataclass
class Demo:
    """A workspace that is being served, before its bot runs. The bot gets `api_url` and `workspace.app`."""

    workspace: Workspace
    slack: RunningSlack
    clock: MovableClock

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is for the bot."""
        return self.slack.api_url

    def stop(self) -> None:
        """Stop the Web API. The page is served, and stopped, by itself."""
        self.slack.stop()


def start_demo(clock: MovableClock, signing_secret: str, manifest: Manifest) -> Demo:
    """Make the workspace of the demo and serve its Web API on loopback."""
    workspace = Workspace(clock, signing_secret, name="Harbour & Co", manifest=manifest)
    workspace.add_person("manager", "Maya Okafor", tz="Europe/London", role="Manager")
    workspace.add_person("holder", "Tomas Reyes", tz="Europe/Berlin", role="Tour holder")
    workspace.add_person("steward", "Ines Lindqvist", tz="Europe/London", role="Steward", is_admin=True)
    workspace.add_person("yourself", "You", tz="UTC", role="Yourself")
    return Demo(workspace, serve_slack(workspace), clock)
