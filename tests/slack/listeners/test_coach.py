"""Listeners of the coach, called by hand: what opens, what is kept, who is told, what is refused."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, cast

import pytest

from bot.db.work import Database
from bot.domain.refusals import Reason, Refused
from bot.domain.rungs import Rung
from bot.services.coach import Coach
from bot.services.company import CompanySettings
from bot.services.people import Actor, People
from bot.services.pledges import Pledges
from bot.services.turns import Turns
from bot.slack.answer import Answer as RealAnswer
from bot.slack.listeners import coach as listeners
from bot.slack.listeners import guides, pledges
from bot.slack.routes import Payload, Routes
from tests.given import HOLDER, MANAGER, a_tour
from tests.services.leading import told
from tests.shipped import PROMPTS
from tests.slack.listeners.fakes import Ack, Answer, Client, Homes, sheets, submitted


class Desk:
    """Somebody at work: presses buttons, fills in forms."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.coach = Coach(database)
        self.company = CompanySettings(database, People(database, lambda _team, _user: None))
        self.turns = Turns(database)
        self.pledges = Pledges(database)
        self.now = now
        self.client = Client()
        self.ack = Ack()
        self.refreshed = Homes()

    def press(self, listener: Any, value: str | None, actor: Actor = MANAGER, inside: Any = None, **more: Any) -> Any:
        """Press a button and return the view that appears."""
        return self.show(listener, value, actor, inside, coach=self.coach, **more)

    def show(self, listener: Any, value: str | None, actor: Actor, inside: Any, **more: Any) -> Any:
        """Press a button of any part of the story and return the view that appears."""
        self.client, self.ack = Client(), Ack()
        listener(
            ack=self.ack,
            sheets=sheets(self.client, inside),
            actor=actor,
            value=value,
            **more,
        )
        assert self.ack.given == {}
        self.how, view = self.client.only
        return view

    def save(self, view: Any, typed: dict[str, object], actor: Actor = MANAGER, delivery: str = "V1:h") -> Answer:
        answer = Answer()
        listeners.save_card(
            actor=actor,
            answer=cast("RealAnswer", answer),
            now=self.now,
            view=submitted(view, typed),
            delivery=delivery,
            coach=self.coach,
            refresh_home=self.refreshed,
        )
        return answer

    def rung(self, value: str | None, inside: Any = None) -> Any:
        more: dict[str, Any] = {"prompts": PROMPTS, "now": self.now, "turns": self.turns}
        return self.press(listeners.open_rung, value, inside=inside, **more)

    def climb(self, listener: Any, value: str, inside: Any = None) -> Any:
        return self.press(listener, value, inside=inside, now=self.now, refresh_home=self.refreshed)

    def pledge(self, listener: Any, value: str, inside: Any = None) -> Any:
        more: dict[str, Any] = {"prompts": PROMPTS, "now": self.now, "pledges": self.pledges}
        return self.show(listener, value, MANAGER, inside, refresh_home=self.refreshed, **more)

    def read_pledge(self, value: str) -> Any:
        return self.show(pledges.read_pledge, value, HOLDER, None, prompts=PROMPTS, pledges=self.pledges)


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


@pytest.fixture
def tour(database: Database, now: datetime) -> str:
    return str(a_tour(database, now))


def texts(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)


def test_the_card_opened_from_a_nudge_is_written_and_shared_in_one_go(
    desk: Desk, database: Database, tour: str
) -> None:
    form = desk.press(listeners.open_card, tour)
    answer = desk.save(form, {"hope": "A small <!channel> bakery"})
    assert "<@UHOLDER>" in texts(answer.blocks)
    assert f'"{tour}:take_turns"' in texts(answer.blocks)
    assert sorted(desk.refreshed) == ["UHOLDER", "UMANAGER"]
    assert told(database, "UHOLDER") == ["card_shared"]
    read = desk.press(listeners.read_card, tour, HOLDER)
    assert "A small <!channel> bakery" in texts(read)
    assert "A small" in texts(desk.press(listeners.open_card, None))


def test_clearing_the_box_takes_the_card_back(desk: Desk, tour: str) -> None:
    desk.save(desk.press(listeners.open_card, tour), {"values": "Calm"})
    form = desk.press(listeners.open_card, tour)
    answer = desk.save(form, {"share_with": []}, delivery="V2:h")
    assert "closed again to <@UHOLDER>" in texts(answer.blocks)
    with pytest.raises(Refused, match="not_found"):
        desk.press(listeners.read_card, tour, HOLDER)


def test_a_card_is_erased_from_its_own_form(desk: Desk, tour: str) -> None:
    assert "erase_card" not in texts(desk.press(listeners.open_card, tour))
    desk.save(desk.press(listeners.open_card, tour), {"values": "Calm"})
    form = desk.press(listeners.open_card, tour)
    assert "erase_card" in texts(form)
    client, ack = Client(), Ack()
    listeners.erase_card(
        ack=ack,
        actor=MANAGER,
        coach=desk.coach,
        now=desk.now,
        refresh_home=desk.refreshed,
        sheets=sheets(client, form),
    )
    assert client.only[0] == "update V1"
    assert "Calm" not in texts(desk.press(listeners.open_card, tour))


def test_a_rung_that_comes_after_the_card_leads_to_the_card(desk: Desk, tour: str) -> None:
    for rung in (Rung.TAKE_TURNS, Rung.PLEDGE, Rung.ASK):
        view = desk.rung(f"{tour}:{rung}")
        assert view["callback_id"] == "opening_card"
        assert view["blocks"][0]["type"] == "alert"


def test_without_a_rung_the_next_one_opens_and_the_screens_take_each_others_place(desk: Desk, tour: str) -> None:
    desk.save(desk.press(listeners.open_card, tour), {"values": "Calm"})
    first = desk.rung(tour)
    assert first["title"]["text"] == "Take turns"
    assert desk.how == "open T.1"
    again = desk.rung(f"{tour}:take_turns:1", inside=first)
    assert desk.how == "update V1"
    assert texts(again) != texts(first)


def test_from_rung_to_rung_by_the_buttons_that_appear(desk: Desk, database: Database, tour: str) -> None:
    desk.save(desk.press(listeners.open_card, tour), {"values": "Calm"})
    done = desk.climb(listeners.climb_in_person, f"{tour}:take_turns")
    assert f'"{tour}:pledge"' in texts(done)
    offered = desk.rung(f"{tour}:pledge")
    (make,) = re.findall(r'"action_id": "make_pledge", "value": "([^"]+)"', texts(offered))
    done = desk.pledge(pledges.make_pledge, make, inside=offered)
    assert f'"{tour}:ask"' in texts(done)
    assert told(database, "UHOLDER") == ["card_shared", "pledge_made"]
    pledge = desk.read_pledge(tour)
    assert "<@UMANAGER> made this pledge" in texts(pledge)
    done = desk.climb(listeners.climb_in_person, f"{tour}:ask")
    keep = desk.rung(tour)
    assert "A course in Lyon" in texts(keep)
    assert "promise_kept" in texts(keep)


def test_a_pledge_that_nobody_made_cannot_be_read(desk: Desk, tour: str) -> None:
    with pytest.raises(Refused, match="not_found"):
        desk.read_pledge(tour)


def test_a_pledge_is_not_made_in_words_that_nobody_read(desk: Desk, tour: str) -> None:
    desk.save(desk.press(listeners.open_card, tour), {"values": "Calm"})
    with pytest.raises(Refused, match="wording_changed"):
        desk.pledge(pledges.make_pledge, f"{tour}:{'0' * 64}")


@pytest.mark.parametrize("value", [None, "", "x", "-1", "1; DROP"])
def test_a_forged_button_says_that_it_leads_nowhere(desk: Desk, value: str | None) -> None:
    with pytest.raises(Refused) as refused:
        desk.rung(value)
    assert refused.value.reason is Reason.LINK_EXPIRED


def test_a_forged_form_is_refused(desk: Desk, tour: str) -> None:
    form = desk.press(listeners.open_card, tour)
    for forged in ("[]", "{}", '{"version": 0, "offered": [1]}', '{"version": "x", "offered": []}'):
        with pytest.raises(Refused, match="form_outdated"):
            desk.save({**form, "private_metadata": forged}, {"hope": "x"})


class TestGuides:
    def coach(self, desk: Desk, words: str, actor: Actor = MANAGER) -> Any:
        client, ack = Client(), Ack()
        guides.coach(
            ack=ack,
            sheets=sheets(client),
            actor=actor,
            words=words,
            coach=desk.coach,
            company=desk.company,
            now=desk.now,
            prompts=PROMPTS,
            turns=desk.turns,
        )
        assert ack.given == {}
        return client.only[1]

    def test_a_manager_who_names_somebody_is_told_no_guide_for_holders(self, desk: Desk, tour: str) -> None:
        for words, title in (("counter-offer", "Before you make a counter-offer"), ("leaving", "Somebody tells you")):
            assert title in json.dumps(self.coach(desk, f"<@{HOLDER.user_id}> {words}"))

    def test_the_command_alone_asks_with_whom_and_about_what(self, desk: Desk) -> None:
        assert self.coach(desk, "")["callback_id"] == "prepare_talk"

    def test_a_person_one_leads_opens_the_next_step(self, desk: Desk, tour: str) -> None:
        assert self.coach(desk, "<@UHOLDER|sam>")["callback_id"] == "opening_card"

    def test_a_person_who_leads_opens_the_form_with_that_person_chosen(self, desk: Desk, tour: str) -> None:
        view = self.coach(desk, "<@UMANAGER>", HOLDER)
        assert view["callback_id"] == "prepare_talk"
        assert '"initial_user": "UMANAGER"' in texts(view)

    def test_a_topic_opens_its_guide_told_to_ones_own_side(self, desk: Desk, tour: str) -> None:
        lead, hold = self.coach(desk, "<@UHOLDER> halfway"), self.coach(desk, "<@UMANAGER> halfway", HOLDER)
        assert lead["callback_id"] == hold["callback_id"] == "guide"
        assert "<@UHOLDER>" in texts(lead)
        assert "climb_rung" in texts(lead)
        assert "climb_rung" not in texts(hold)

    def test_a_topic_nobody_knows_asks(self, desk: Desk) -> None:
        assert self.coach(desk, "xylophone")["callback_id"] == "prepare_talk"

    def test_the_shortcut_and_its_form_lead_to_the_guide(self, desk: Desk, tour: str) -> None:
        client, ack = Client(), Ack()
        guides.prepare_talk(ack=ack, sheets=sheets(client), prompts=PROMPTS)
        form = client.only[1]
        ack = Ack()
        view = submitted({**form, "blocks": form["blocks"][:1]}, {"topic": "check_in"})
        view["state"]["values"]["person_id"] = {"input": {"type": "users_select", "selected_user": "UHOLDER"}}
        guides.show_chosen(ack=ack, actor=MANAGER, view=view, coach=desk.coach, company=desk.company, prompts=PROMPTS)
        assert ack.given is not None
        assert ack.given["response_action"] == "update"
        assert "<@UHOLDER>" in texts(ack.given["view"])

    @pytest.mark.parametrize(
        ("value", "screen"),
        [("check_in", "guide"), ("check_in:UHOLDER", "guide"), (None, "prepare_talk"), ("no_such", "prepare_talk")],
    )
    def test_a_button_opens_its_guide(self, desk: Desk, tour: str, value: str | None, screen: str) -> None:
        assert desk.press(guides.open_guide, value, company=desk.company, prompts=PROMPTS)["callback_id"] == screen

    def test_a_guide_that_speaks_of_the_people_contact_names_them(self, desk: Desk) -> None:
        for summary in PROMPTS.guides():
            view = desk.press(guides.open_guide, summary.topic, company=desk.company, prompts=PROMPTS)
            said = texts(view)
            assert "the People contact" not in said or "No People contact is set here" in said, summary.name


def test_every_id_of_the_coach_is_answered() -> None:
    routes = Routes()
    listeners.register(routes)
    assert set(routes.keys(Payload.COMMAND)) == {"coach"}
    assert set(routes.keys(Payload.SHORTCUT)) == {"prepare_talk"}
    assert {"write_opening_card", "climb_rung", "open_guide", "read_card"} <= set(routes.keys(Payload.ACTION))
