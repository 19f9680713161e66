"""What the page of calibration shows of one micro-credential, and what it offers to do next. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessor_app.domain.calibration import RENEWABLE, AnchorKind, Standing
from assessor_app.protocol.calibration import CalibrationData, RoundData
from assessor_app.store.calibrations import CalibrationView
from assessor_app.store.views import Availability, QueueRow, RowStatus

_HANDED_IN = frozenset({RowStatus.WAITING_TO_SYNC, RowStatus.SENT, RowStatus.DECIDED, RowStatus.INCOMPLETE})
_BEGUN = frozenset({RowStatus.IN_PROGRESS, RowStatus.READY})


class Say(StrEnum):
    """What the one sentence about the next step is about."""

    ASKED = "asked"
    COMING = "coming"
    GO_ON = "go_on"
    ALL_IN = "all_in"
    PRACTISE = "practise"
    QUALIFY = "qualify"
    RENEW = "renew"
    WAIT = "wait"
    NO_ATTEMPTS = "no_attempts"
    NO_PACKETS = "no_packets"
    NOTHING = "nothing"


class Action(StrEnum):
    PRACTISE = "practise"
    QUALIFY = "qualify"
    GO_ON = "go_on"
    SYNC = "sync"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Next:
    """One sentence, one button, and what else may be done. ``submission_id`` is the packet to go on with."""

    say: Say
    primary: Action | None = None
    others: tuple[Action, ...] = ()
    submission_id: str = ""


@dataclass(frozen=True, slots=True)
class Packet:
    """``row`` is None where this computer does not know it (yet, or any more). ``handed_in`` counts what waits in the
    outbox; ``scored`` says that its true scores are here."""

    submission_id: str
    row: QueueRow | None
    handed_in: bool
    scored: bool

    @property
    def may_be_fetched(self) -> bool:
        wanted = (Availability.ONLINE_ONLY, Availability.REFUSED)
        return self.row is not None and not self.handed_in and self.row.active and self.row.availability in wanted


@dataclass(frozen=True, slots=True)
class Round:
    """``number`` counts those of its kind, from 1."""

    data: RoundData
    number: int
    packets: tuple[Packet, ...]
    is_open: bool

    @property
    def done(self) -> int:
        return sum(packet.handed_in for packet in self.packets)

    @property
    def is_practice(self) -> bool:
        return self.data.kind is AnchorKind.PRACTICE


@dataclass(frozen=True, slots=True)
class Card:
    """One micro-credential. ``rounds`` are newest first; ``attempt`` of ``attempts`` is the one that comes next, or
    goes on. ``practised`` says that a practice was finished since the last calibration."""

    view: CalibrationView
    standing: Standing
    rounds: tuple[Round, ...]
    attempt: int
    attempts: int
    practised: bool
    next: Next

    @property
    def id(self) -> str:
        return self.view.data.micro_credential_id

    @property
    def title(self) -> str:
        return self.view.micro_credential.title

    @property
    def data(self) -> CalibrationData:
        return self.view.data

    @property
    def open_round(self) -> Round | None:
        return next((each for each in self.rounds if each.is_open), None)

    @property
    def latest_result(self) -> Round | None:
        return next((each for each in self.rounds if each.data.scored), None)


def cards(views: Iterable[CalibrationView], now: datetime) -> list[Card]:
    return [card_of(view, now) for view in views]


def card_of(view: CalibrationView, now: datetime) -> Card:
    data = view.data
    rounds = _rounds(view)
    standing = standing_now(data, rounds, now)
    attempts = view.micro_credential.policies.calibration.attempts
    practised = _practised(data)
    return Card(
        view=view,
        standing=standing,
        rounds=rounds,
        # An attempt that goes on is used up only when it has failed.
        attempt=min(attempts, attempts - data.attempts_left + 1),
        attempts=attempts,
        practised=practised,
        next=_next(view, standing, rounds, practised, now),
    )


def standing_now(data: CalibrationData, rounds: Sequence[Round], now: datetime) -> Standing:
    """The server's word, unless time has passed since: a calibration whose end is past has lapsed."""
    held = data.standing in (Standing.CALIBRATED, Standing.ADVISED)
    if not held or data.until is None or data.until > now:
        return data.standing
    going_on = next((each for each in rounds if each.is_open), None)
    if going_on is None:
        return Standing.LAPSED
    return Standing.PRACTISING if going_on.is_practice else Standing.QUALIFYING


def may_renew_from(data: CalibrationData) -> datetime | None:
    return data.until - RENEWABLE if data.until is not None else None


def new_results(before: Iterable[CalibrationView], after: Iterable[CalibrationView]) -> list[str]:
    """Submissions whose true scores have come between two looks."""
    known = {each.submission_id for view in before for round_ in view.data.rounds for each in round_.scored}
    return [
        each.submission_id
        for view in after
        for round_ in view.data.rounds
        for each in round_.scored
        if each.submission_id not in known
    ]


def newly_judged(before: Iterable[CalibrationView], after: Iterable[Card]) -> list[tuple[Card, Round]]:
    """Attempts that were passed or not between two looks."""
    known = {round_.id for view in before for round_ in view.data.rounds if round_.passed is not None}
    return [
        (card, round_)
        for card in after
        for round_ in card.rounds
        if not round_.is_practice and round_.data.passed is not None and round_.data.id not in known
    ]


def _rounds(view: CalibrationView) -> tuple[Round, ...]:
    counts = dict.fromkeys(AnchorKind, 0)
    found = []
    for data in view.data.rounds:
        counts[data.kind] += 1
        scored = {each.submission_id for each in data.scored}
        packets = tuple(_packet(view, data, each, scored) for each in data.submissions)
        found.append(Round(data, counts[data.kind], packets, data.finished_at is None and _is_current(view, packets)))
    return tuple(reversed(found))


def _packet(view: CalibrationView, data: RoundData, submission_id: str, scored: set[str]) -> Packet:
    row = view.packets.get(submission_id)
    handed_in = submission_id in data.handed_in or (row is not None and row.status in _HANDED_IN)
    return Packet(submission_id, row, handed_in, submission_id in scored)


def _is_current(view: CalibrationView, packets: Sequence[Packet]) -> bool:
    """A round of an earlier version of the rubric is over, although nobody finished it."""
    versions = {packet.row.micro_credential_version for packet in packets if packet.row is not None}
    return not versions or view.data.micro_credential_version in versions


def _practised(data: CalibrationData) -> bool:
    passed = [each.finished_at for each in data.rounds if each.passed and each.finished_at is not None]
    since = max(passed, default=None)
    return any(
        each.kind is AnchorKind.PRACTICE and each.finished_at is not None and (since is None or each.started_at > since)
        for each in data.rounds
    )


def _next(view: CalibrationView, standing: Standing, rounds: Sequence[Round], practised: bool, now: datetime) -> Next:
    data = view.data
    going_on = next((each for each in rounds if each.is_open), None)
    look = (Action.LOOK,) if any(each.data.scored for each in rounds) else ()
    if going_on is not None:
        return _within(going_on, look)
    if view.asked is not None:
        return Next(Say.ASKED, Action.SYNC, look)
    practise = (Action.PRACTISE,) if data.practice else ()
    if standing is Standing.CALIBRATED and not _is_renewable(data, now):
        return _first(Say.NOTHING, look, practise)
    if data.attempts_left == 0:
        return _first(Say.NO_ATTEMPTS, look, practise)
    if data.qualification == 0:
        return _first(Say.NO_PACKETS, look, practise)
    if data.next_attempt_at is not None and data.next_attempt_at > now:
        return _first(Say.WAIT, look, practise)
    if standing is Standing.CALIBRATED:
        return Next(Say.RENEW, Action.QUALIFY, practise + look)
    if practise and not practised and standing is not Standing.WAITING:
        return Next(Say.PRACTISE, Action.PRACTISE, (Action.QUALIFY, *look))
    return Next(Say.QUALIFY, Action.QUALIFY, practise + look)


def _first(say: Say, look: tuple[Action, ...], others: tuple[Action, ...]) -> Next:
    """Nothing can be begun that counts: what can be done is offered in this order."""
    offered = look + others
    return Next(say, offered[0], offered[1:]) if offered else Next(say)


def _within(going_on: Round, look: tuple[Action, ...]) -> Next:
    left = [packet for packet in going_on.packets if not packet.handed_in]
    if not left:
        return Next(Say.ALL_IN, Action.SYNC, look)
    here = [packet for packet in left if packet.row is not None]
    if not here:
        return Next(Say.COMING, Action.SYNC, look)
    return Next(Say.GO_ON, Action.GO_ON, look, min(here, key=_turn).submission_id)


def _turn(packet: Packet) -> int:
    """What was begun comes first; what the server refused needs the outbox and comes last."""
    status = packet.row.status if packet.row is not None else RowStatus.NOT_STARTED
    return 0 if status in _BEGUN else 2 if status is RowStatus.NEEDS_ATTENTION else 1


def _is_renewable(data: CalibrationData, now: datetime) -> bool:
    begins = may_renew_from(data)
    return begins is not None and now >= begins
