"""Home: published when it is opened, turned over page by page, and brought up to date after what changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.services import Services
from bot.services.home import HomePage
from bot.services.people import Actor, People
from bot.slack.ids import Action
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import home as views
from bot.slack.words import reader_locale

log = structlog.get_logger()


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.event("app_home_opened")(opened)
    routes.action(Action.HOME_PAGE)(turn_page)


def opened(
    ack: Ack, actor: Actor, client: WebClient, event: Mapping[str, Any], home: HomePage, now: datetime, people: People
) -> None:
    """Publish Home for whoever opens it, and remember that they were here. The Messages tab needs nothing."""
    if event.get("tab") == "home":
        is_first_visit = people.visited_home(actor, now)
        publish(
            client,
            actor.user_id,
            lambda: views.home(home.read(actor, now), is_first_visit=is_first_visit),
            seen=event.get("view", {}).get("hash"),
        )
    ack()


def turn_page(
    ack: Ack, actor: Actor, client: WebClient, home: HomePage, now: datetime, value: str | None, view: Mapping[str, Any]
) -> None:
    """Show another page of the tours that the actor leads."""
    page = int(value) if value and value.isdecimal() else 0
    publish(client, actor.user_id, lambda: views.home(home.read(actor, now, page)), seen=view.get("hash"))
    ack()


def publish(client: WebClient, user_id: str, read: Callable[[], dict[str, Any]], *, seen: str | None = None) -> None:
    """Publish what `read` returns, in place of the view with the hash `seen`.

    When that one was replaced meanwhile, read once more, so that the newest state is what stays.
    """
    try:
        client.views_publish(user_id=user_id, view=read(), hash=seen)
    except SlackApiError as error:
        if error.response["error"] != "hash_conflict":
            raise
        client.views_publish(user_id=user_id, view=read())


class HomeKeeper:
    """Keeps Homes up to date: hands each listener a function that publishes one person's Home anew."""

    def __init__(self, services: Services) -> None:
        self._home = services.home

    def refresher(self, client: WebClient, now: datetime, actor: Actor | None) -> Refresh:
        """Return a function of user ids of the actor's workspace. It never raises on Slack's account."""

        def refresh(*user_ids: str) -> None:
            for visitor in self._home.visitors(actor.team_id, user_ids) if actor is not None and user_ids else ():
                self._refresh(client, now, visitor)

        return refresh

    def _refresh(self, client: WebClient, now: datetime, visitor: Actor) -> None:
        try:
            with reader_locale(visitor.locale):
                publish(client, visitor.user_id, lambda: views.home(self._home.read(visitor, now)))
        except (SlackClientError, OSError) as error:
            log.warning("home_not_refreshed", fault=type(error).__name__)
