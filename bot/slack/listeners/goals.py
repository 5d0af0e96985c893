"""Goals: `/tour goals`, the list, and the forms for adding, reporting and wording anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.services.goals import Goals
from bot.services.people import Actor
from bot.services.sharpening import look_over
from bot.slack.answer import Answer
from bot.slack.forms import goals as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers, whom
from bot.slack.listeners.which_tour import Asking, meant
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import goal_forms
from bot.slack.views import goals as views
from bot.slack.views.goal_forms import Standing
from bot.slack.views.sharpening import Stage
from bot.slack.words import _

OURS = frozenset({ViewId.GOALS, ViewId.GOAL, ViewId.ADD_GOALS, ViewId.UPDATE_GOALS, ViewId.EDIT_GOAL})
"""Screens of goals take each other's place; from any other modal they are put on top of it."""


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("goals")(list_goals)
    routes.action(Action.OPEN_GOALS)(open_goals)
    routes.action(Action.OPEN_GOAL)(open_goal)
    routes.action(Action.ADD_GOALS)(open_add)
    routes.action(Action.UPDATE_GOALS)(open_update)
    routes.action(Action.EDIT_GOAL)(open_edit)
    routes.action(Action.ADD_ANOTHER_GOAL)(add_another)
    routes.action(Action.MORE_ABOUT_GOALS)(unfold)
    routes.action(Action.SHARPEN_GOALS)(sharpen)
    routes.submission(ViewId.ADD_GOALS)(add)
    routes.submission(ViewId.UPDATE_GOALS)(report)
    routes.submission(ViewId.EDIT_GOAL)(edit)


def list_goals(ack: Ack, actor: Actor, answer: Answer, goals: Goals, now: datetime, sheets: Sheets, words: str) -> None:
    """`/tour goals [@person]`: open the only tour's goals, or ask which tour is meant."""
    with_id = whom(words)
    asking = Asking(_("Whose goals?"), Action.OPEN_GOALS, _("There are more. Name the person: `/tour goals @person`."))
    tour_id = meant(goals.choices(actor, with_id), with_id, asking, answer)
    if tour_id is not None:
        sheets.show(views.board(goals.of_tour(actor, tour_id, now)))
        ack()


def open_goals(ack: Ack, actor: Actor, goals: Goals, now: datetime, sheets: Sheets, value: str) -> None:
    """Show the goals of a tour. The value is "TOUR" or "TOUR:PAGE"."""
    tour_id, page = numbers(value)
    sheets.over(OURS).show(views.board(goals.of_tour(actor, tour_id, now), page))
    ack()


def open_goal(ack: Ack, actor: Actor, goals: Goals, now: datetime, sheets: Sheets, value: str) -> None:
    """Show one goal in full. The value is "GOAL" or "GOAL:PAGE" of its history."""
    goal_id, page = numbers(value)
    sheets.over(OURS).show(views.in_full(goals.in_full(actor, goal_id, now), page))
    ack()


def open_add(ack: Ack, actor: Actor, goals: Goals, now: datetime, sheets: Sheets, value: str) -> None:
    """Open the form for new goals. The value is "TOUR"."""
    tour = goals.of_tour(actor, numbers(value)[0], now)
    sheets.over(OURS).show(goal_forms.add(tour) if tour.may_add else views.board(tour))
    ack()


def open_update(ack: Ack, actor: Actor, goals: Goals, now: datetime, sheets: Sheets, value: str) -> None:
    """Open the form that says how goals stand. The value is "TOUR" or "TOUR:PAGE"; with no goal there is a list."""
    tour_id, page = numbers(value)
    tour = goals.of_tour(actor, tour_id, now)
    ready = tour.may_change and tour.goals
    sheets.over(OURS).show(goal_forms.update(tour, page) if ready else views.board(tour))
    ack()


def open_edit(ack: Ack, actor: Actor, goals: Goals, now: datetime, sheets: Sheets, value: str) -> None:
    """Open the form in which its author words a goal anew. The value is "GOAL"."""
    goal = goals.in_full(actor, numbers(value)[0], now)
    sheets.over(OURS).show(goal_forms.edit(goal) if goal.may_edit else views.in_full(goal))
    ack()


def add_another(
    ack: Ack, actor: Actor, client: WebClient, goals: Goals, now: datetime, view: Mapping[str, Any]
) -> None:
    """Give the open form one more row."""
    standing = standing_of(view)
    stand(client, view, goals, actor, now, replace(standing, rows=standing.rows + 1))
    ack()


def unfold(ack: Ack, actor: Actor, client: WebClient, goals: Goals, now: datetime, view: Mapping[str, Any]) -> None:
    """Show the optional fields of every row of the open form."""
    stand(client, view, goals, actor, now, replace(standing_of(view), more=True))
    ack()


def sharpen(ack: Ack, actor: Actor, client: WebClient, goals: Goals, now: datetime, view: Mapping[str, Any]) -> None:
    """Go back to the form, with each question below its goal."""
    found = look_over(forms.filled(view), [], actor.locale)
    standing = replace(standing_of(view), stage=Stage.ASKED, found=found)
    if view["callback_id"] == ViewId.EDIT_GOAL:
        goal = goals.in_full(actor, forms.edit_goal(view).goal_id, now)
        client.views_update(view_id=view["id"], view=goal_forms.edit(goal, standing))
    else:
        stand(client, view, goals, actor, now, standing)
    ack()


def standing_of(view: Mapping[str, Any]) -> Standing:
    """Return how a form stands open, with all that was typed; it asks its questions once."""
    shape = forms.shape(view)
    stage = Stage.ASKED if shape.has_asked else Stage.FRESH
    return Standing(shape.rows, shape.more, forms.entries(view), stage)


def stand(
    client: WebClient, view: Mapping[str, Any], goals: Goals, actor: Actor, now: datetime, standing: Standing
) -> None:
    """Show the open form for new goals as it is to stand."""
    tour = goals.of_tour(actor, forms.shape(view).tour_id, now)
    client.views_update(view_id=view["id"], view=goal_forms.add(tour, standing))


def add(
    ack: Ack, actor: Actor, delivery: str, goals: Goals, now: datetime, refresh_home: Refresh, view: Mapping[str, Any]
) -> None:
    """Ask once about what is vague; then keep the new goals, and show the list with them."""
    command = forms.add_goals(view)
    if not forms.shape(view).has_asked and (found := goals.review(actor, command, now)):
        asking = replace(standing_of(view), stage=Stage.ASKING, found=found)
        ack(response_action="update", view=goal_forms.add(goals.of_tour(actor, command.tour_id, now), asking))
        return
    tour = goals.add(actor, command, now, delivery=delivery)
    refresh_home(tour.reader_id, tour.other_id)
    notice = _("Saved. <@{other}> can read what is new, and is told that it is there.")
    shown = views.board(tour, notice=notice.format(other=tour.other_id))
    ack(response_action="update", view=shown)


def report(
    ack: Ack, actor: Actor, delivery: str, goals: Goals, now: datetime, refresh_home: Refresh, view: Mapping[str, Any]
) -> None:
    """Keep how the goals stand, and show the list."""
    tour = goals.report(actor, forms.report_goals(view), now, delivery=delivery)
    refresh_home(tour.reader_id, tour.other_id)
    shown = views.board(tour, forms.page(view), _("Saved. Both of you see it here."))
    ack(response_action="update", view=shown)


def edit(
    ack: Ack, actor: Actor, delivery: str, goals: Goals, now: datetime, refresh_home: Refresh, view: Mapping[str, Any]
) -> None:
    """Ask once about what is vague; then keep the new wording, and show the goal."""
    command = forms.edit_goal(view)
    if not forms.shape(view).has_asked and (found := goals.review_edit(actor, command, now)):
        asking = replace(standing_of(view), stage=Stage.ASKING, found=found)
        ack(response_action="update", view=goal_forms.edit(goals.in_full(actor, command.goal_id, now), asking))
        return
    goal = goals.edit(actor, command, now, delivery=delivery)
    refresh_home(goal.tour.reader_id, goal.tour.other_id)
    ack(response_action="update", view=views.in_full(goal))
