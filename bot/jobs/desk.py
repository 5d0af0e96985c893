"""The database side of delivery: claims, has the words made, settles. Words may be made by several threads at once."""

from __future__ import annotations

import threading
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.db.delivery import ClaimedMessage, Delivery, LaneTime, Settled
from bot.domain.outbox import MessageState, Urgency
from bot.jobs.outgoing import Bundle, Composed, Composer, Later, Outgoing, Unwanted
from bot.slack.postman import GiveUp, NotThere, Parcel, RetryAt, Sent, Unknown

log = structlog.get_logger()

Answer = Sent | RetryAt | GiveUp | Unknown | NotThere
GiveUpListener = Callable[[str, str, str], None]

_TRIES_TO_COMPOSE = 8
_FIRST_WAIT = timedelta(seconds=5)  # doubles with each try
_LEAST_WAIT = timedelta(seconds=1)  # what is put off is put off, whatever its composer says
DOUBT_WAIT = timedelta(seconds=20)  # a post without an answer has landed by then, or never will


@dataclass(frozen=True, slots=True)
class Job:
    """One DM in hand: to post, or, when in doubt, to look for."""

    parcel: Parcel
    messages: Bundle
    prompts: Mapping[str, str] = field(default_factory=dict)
    in_doubt: bool = False

    @property
    def team_id(self) -> str:
        """The workspace whose lane it takes."""
        return self.parcel.team_id

    @property
    def urgent(self) -> bool:
        """Whether another person's act caused it."""
        return self.messages[0].urgency is Urgency.NOW


@dataclass(frozen=True, slots=True)
class Done:
    """A job and what became of it; no answer when it was not even tried."""

    job: Job
    answer: Answer | None
    at: datetime


class Desk:
    """Claims and settles for one dispatcher, known to the lanes as `holder`."""

    def __init__(
        self,
        delivery: Delivery,
        composer: Composer,
        holder: str,
        on_give_up: GiveUpListener,
        doubt_wait: timedelta = DOUBT_WAIT,
    ) -> None:
        self._delivery = delivery
        self._composer = composer
        self._holder = holder
        self._on_give_up = on_give_up
        self._doubt_wait = doubt_wait
        self.counts: Counter[str] = Counter()
        self._counting = threading.Lock()

    def lanes_due(self, now: datetime) -> list[str]:
        """Return the workspaces that have something due and whose lane this dispatcher may take."""
        return self._delivery.lanes_due(self._holder, now)

    def claim(self, rooms: Mapping[str, int], now: datetime, until: datetime) -> dict[str, list[Bundle]]:
        """Claim up to so many DMs for each workspace; return them by workspace."""
        claimed: dict[str, list[Bundle]] = {}
        for bundle in self._delivery.claim(self._holder, rooms, now, until):
            claimed.setdefault(bundle[0].team_id, []).append(bundle)
        return claimed

    def make(self, bundles: Sequence[Bundle], now: datetime) -> list[Job]:
        """Have the words of DMs made that were claimed for one workspace.

        What is put off or unwanted is settled before this returns: from then on exactly the messages of a job carry
        its bundle, so that whoever finds the DM in Slack later knows what it holds.
        """
        jobs = [untried(bundle) for bundle in bundles if bundle[0].in_doubt]
        aside: list[Settled] = []
        lost: list[Done] = []
        fresh = [bundle for bundle in bundles if not bundle[0].in_doubt]
        for bundle, composed in zip(fresh, self._compose(fresh, now), strict=True):
            if isinstance(composed, GiveUp):
                lost.append(Done(untried(bundle), composed, now))
                continue
            reasons = {message.id: _set_aside(composed, message) for message in bundle}
            aside += [_put_aside(message, why, now) for message in bundle if (why := reasons[message.id])]
            carried = [message for message in bundle if not reasons[message.id]]
            if isinstance(composed, Outgoing) and carried:
                prompts = {m.id: composed.prompts.get(m.id, composed.prompt) for m in carried}
                jobs.append(Job(_parcel(carried, composed), carried, prompts))
        self.settle(lost, aside)
        return jobs

    def settle(self, done: Sequence[Done], aside: Sequence[Settled] = ()) -> None:
        """Record what became of jobs and of messages `aside` of them, and tell of what was given up."""
        outcomes = [*aside, *(outcome for one in done for outcome in self._outcomes(one))]
        if outcomes:
            self._delivery.settle(outcomes)
            with self._counting:
                self.counts.update(outcome.state.value for outcome in outcomes)
        for one in done:
            if isinstance(one.answer, GiveUp):
                self._tell(one.job, one.answer.why)

    def leave(self, lanes: Sequence[LaneTime]) -> None:
        """Give lanes back."""
        self._delivery.leave(self._holder, lanes)

    def _compose(self, bundles: Sequence[Bundle], now: datetime) -> Sequence[Composed | GiveUp]:
        if not bundles:
            return []
        first = bundles[0][0]
        try:
            return self._composer.compose(first.team_id, bundles, now)
        except Exception as error:  # noqa: BLE001 - one message that cannot be made must not stop all others
            if len(bundles) > 1:
                return [composed for bundle in bundles for composed in self._compose([bundle], now)]
            log.warning("message_not_made", message=first.id, moment=first.moment, **where(error))
        return [_not_made(bundles[0], now)]

    def _outcomes(self, done: Done) -> list[Settled]:
        return [self._outcome(message, done) for message in done.job.messages]

    def _outcome(self, message: ClaimedMessage, done: Done) -> Settled:
        answer, at = done.answer, done.at
        match answer:
            case Sent():
                return Settled(
                    message.id,
                    message.attempts,
                    MessageState.SENT,
                    at,
                    channel_id=answer.channel_id,
                    ts=answer.ts,
                    prompt=done.job.prompts.get(message.id),
                )
            case GiveUp():
                return Settled(message.id, message.attempts, MessageState.GIVEN_UP, at, reason=answer.why)
            case RetryAt() if not done.job.in_doubt:
                return _again(message, at, due_at=answer.when, reason=answer.why)
            case RetryAt():
                return _again(message, at, doubt_until=answer.when, reason=answer.why)
            case Unknown():
                return _again(message, at, doubt_until=at + self._doubt_wait, reason=answer.why)
            case NotThere():
                return _again(message, at)
            case None:
                return _again(message, at, doubt_until=at if done.job.in_doubt else None)

    def _tell(self, job: Job, why: str) -> None:
        for message in job.messages:
            log.warning("message_given_up", team=message.team_id, message=message.id, reason=why)
            try:
                self._on_give_up(message.team_id, message.id, why)
            except Exception as error:  # noqa: BLE001 - what follows a give-up must not stop delivery
                log.warning("give_up_not_heard", message=message.id, **where(error))


def untried(bundle: Bundle) -> Job:
    """Return the job of a bundle without words: to look for, to give up, or to hand back."""
    return Job(_parcel(bundle), bundle, in_doubt=bundle[0].in_doubt)


def where(error: BaseException) -> dict[str, str]:
    """Return what may be logged of an error: its type and its place, and never its words, which may be a person's."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "place": place}


def _not_made(bundle: Bundle, now: datetime) -> Later | GiveUp:
    attempts = max(message.attempts for message in bundle)
    if attempts >= _TRIES_TO_COMPOSE:
        return GiveUp("not_made")
    return Later(now + _FIRST_WAIT * 2 ** (attempts - 1), "not_made")


def _again(
    message: ClaimedMessage,
    at: datetime,
    *,
    due_at: datetime | None = None,
    doubt_until: datetime | None = None,
    reason: str | None = None,
) -> Settled:
    return Settled(
        message.id, message.attempts, MessageState.PENDING, at, due_at=due_at, doubt_until=doubt_until, reason=reason
    )


def _set_aside(composed: Composed, message: ClaimedMessage) -> Later | Unwanted | None:
    return composed.set_aside.get(message.id) if isinstance(composed, Outgoing) else composed


def _put_aside(message: ClaimedMessage, why: Later | Unwanted, now: datetime) -> Settled:
    if isinstance(why, Later):
        return _again(message, now, due_at=max(why.until, now + _LEAST_WAIT), reason=why.why)
    return Settled(message.id, message.attempts, MessageState.CANCELLED, now, reason=why.why)


def _parcel(bundle: Bundle, outgoing: Outgoing | None = None) -> Parcel:
    first = bundle[0]
    attempts = max(message.attempts for message in bundle)
    ids = [message.id for message in bundle]
    # A bundle keeps its name even where the message that gave it was put off, and goes out by itself another day.
    carries = [] if ids == [first.bundle_id] else ids
    text, blocks = (outgoing.text, outgoing.blocks) if outgoing else ("", [])
    return Parcel(first.team_id, first.recipient_id, first.bundle_id, attempts, text, blocks, carries)
