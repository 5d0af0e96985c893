"""The screens of a tour's end, and of the files that people ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.db.check_ins import CheckInLine
from bot.db.tours import TourLine
from bot.domain.check_ins import CheckInState, Review
from bot.domain.doors import Door, Standing
from bot.domain.endings import EndReason
from bot.domain.lifecycle import State
from bot.domain.tours import Kind
from bot.services.ending_sheets import EndRead, SaidAtTheEnd, WayOut
from bot.services.files import Handed, Way
from bot.services.tour_detail import TourDetail
from bot.slack.views import doors, endings, files, tour
from tests.slack.cases.case import Case, in_modal
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World

TALK = CheckInLine(10**9, 1, Review.NEXT_TOUR_TALK, CheckInState.PLANNED, TODAY, None, None)


def cases(world: World) -> Iterator[Case]:
    """Yield every screen of this story."""
    for actor in (MANAGER, HOLDER):
        detail = world.services.tours.read(actor, world.running, NOW)
        if world.is_terse:
            yield from _doors(detail)  # no words of anybody stand there
        yield from _ends(detail, world.words)


def fixed() -> Iterator[Case]:
    """Yield the screens on which there are no words of anybody."""
    yield Case(files.making, "under way", files.making())
    for way in Way:
        link = f"https://tour.example/file?{'x' * 400}" if way is Way.LINK else None
        yield Case(files.handed, way, files.handed(Handed(way, link)))


def _doors(detail: TourDetail) -> Iterator[Case]:
    who = detail.reader_id
    for talk in (None, TALK):
        for leaning in (None, Door.LEAVE_WELL):
            before = _at(detail, WayOut(talk=talk, leaning=leaning))
            yield Case(doors.doors, f"{who}, before the talk, {talk}, {leaning}", doors.doors(before, "Noted."))
            yield Case(doors.lean, f"{who}, {leaning}", doors.lean(before))
    for standing in Standing:
        for door in Door:
            way = WayOut(
                standing=standing, agreed=door, confirmed=door, talk_was_held=True, has_next=detail.reader_leads
            )
            yield Case(doors.doors, f"{who}, {standing}, {door}", doors.doors(_at(detail, way)))
            yield Case(doors.confirm_door, f"{who}, {standing}, {door}", doors.confirm_door(_at(detail, way)))
            yield Case(tour.tour, f"{who}, {standing}", tour.tour(_at(detail, replace(way, may_close=True))))
    over = replace(detail, state=State.COMPLETED, ended_at=NOW)
    yield Case(doors.doors, f"{who}, over", doors.doors(over))


def _ends(detail: TourDetail, words: str) -> Iterator[Case]:
    who = detail.reader_id
    yield Case(endings.end_early, who, endings.end_early(detail))
    said = SaidAtTheEnd(words, words[:300], NOW)
    for state in (State.CLOSING, State.COMPLETED, State.ENDED_EARLY):
        for own in (None, said) if state is State.CLOSING else (said,):
            reason = EndReason.NOT_WORKING if state is State.ENDED_EARLY else None
            end = EndRead(LONG_ID, NOW, None if reason else TODAY, reason, own, said)
            ended = _at(replace(detail, state=state, ended_at=NOW), WayOut(end=end, earlier=(_line(),) * 30))
            yield Case(endings.about_the_end, f"{who}, {state}, {own}", in_modal(endings.about_the_end(ended)))
            yield Case(endings.answer_close, f"{who}, {state}, {own}", endings.answer_close(ended))
            yield Case(endings.record, f"{who}, {state}, {own}", endings.record(ended))
            yield Case(tour.tour, f"{who}, {state}, {own}", tour.tour(ended))
    yield Case(endings.ways_out, who, in_modal(endings.ways_out(detail)))
    agreed = replace(detail, state=State.AGREED)
    yield Case(tour.tour, f"{who}, agreed", tour.tour(agreed))


def _at(detail: TourDetail, way: WayOut) -> TourDetail:
    return replace(detail, way_out=way)


def _line() -> TourLine:
    state, kind = State.ENDED_EARLY, Kind.TRANSFORMATIONAL
    return TourLine(1, LONG_ID, LONG_ID, state, kind, TODAY, None, LONG_ID, NOW, NOW)
