"""Calibration in words: where one stands, why, and what comes next."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from assessor_app.domain.calibration import Standing
from assessor_app.gui.calibration.results import Closeness, Compared, CriterionResult, Named, RoundResult, needed
from assessor_app.gui.calibration.state import Action, Card, Packet, Round, Say, may_renew_from
from assessor_app.gui.insights.figure import Point
from assessor_app.gui.insights.measures import (
    ac1_point,
    exact_point,
    kappa_point,
    part_words,
    severity_point,
    told,
    weighted_point,
)
from assessor_app.gui.insights.words import day_words
from assessor_app.gui.widgets import exact_time, phase_name
from assessor_app.store.views import Availability, RowStatus


def _tr(text: str) -> str:
    return QCoreApplication.translate("calibration", text)


def _day(moment: datetime) -> str:
    return day_words(moment.astimezone().date())


# Where one stands.


def standing_words(card: Card, now: datetime) -> str:
    data, going_on = card.data, card.open_round
    progress = {"n": going_on.done, "total": len(going_on.packets)} if going_on is not None else {"n": 0, "total": 0}
    if card.standing is Standing.CALIBRATED:
        return _tr("Calibrated until {date}").format(date=_day(data.until)) if data.until else _tr("Calibrated")
    if card.standing is Standing.LAPSED:
        return _tr("Lapsed on {date}").format(date=_day(data.until)) if data.until else _tr("Lapsed")
    if card.standing is Standing.WAITING:
        if data.next_attempt_at is not None and data.next_attempt_at > now:
            return _tr("Next attempt from {time} on").format(time=exact_time(data.next_attempt_at))
        return _tr("Next attempt possible")
    if card.standing is Standing.NO_ATTEMPTS:
        return _tr("No attempts left") if data.attempts_left == 0 else _tr("No unseen packets left")
    return {
        Standing.NOT_BEGUN: _tr("Practised, not qualified yet") if card.practised else _tr("Not begun"),
        Standing.PRACTISING: _tr("Practising: {n} of {total}").format(**progress),
        Standing.QUALIFYING: _tr("Qualifying: {n} of {total}").format(**progress),
        Standing.ADVISED: _tr("Recalibration advised"),
        Standing.STOPPED: _tr("Stopped"),
    }[card.standing]


def standing_look(standing: Standing) -> tuple[str, str]:
    """Icon and tone."""
    return {
        Standing.NOT_BEGUN: ("ellipse", "neutral"),
        Standing.PRACTISING: ("pen", "accent"),
        Standing.QUALIFYING: ("pen", "accent"),
        Standing.CALIBRATED: ("approvals", "good"),
        Standing.ADVISED: ("warning", "attention"),
        Standing.WAITING: ("history", "attention"),
        Standing.NO_ATTEMPTS: ("warning", "attention"),
        Standing.STOPPED: ("pause", "bad"),
        Standing.LAPSED: ("overdue", "attention"),
    }[standing]


def meaning_words(card: Card) -> str:
    """What the standing means for the person's work; "" where the standing says it all."""
    return {
        Standing.NOT_BEGUN: _tr("You get packets of this micro-credential once you are calibrated for it."),
        Standing.ADVISED: _tr("Lately your levels have moved away from the issuer's. That happens to everybody at "
                              "times. You go on getting packets, and calibrating anew shows where the levels differ."),
        Standing.STOPPED: _tr("Your levels have stayed away from the issuer's, so no packets of this micro-credential "
                              "come to you until you are calibrated anew. What you have begun is kept, and you can "
                              "finish it."),
        Standing.LAPSED: _tr("No new packets of this micro-credential come to you until you are calibrated anew. What "
                             "you have begun is kept."),
        Standing.WAITING: _tr("Not passed yet: your levels were not close enough to the issuer's in every criterion."),
        Standing.NO_ATTEMPTS: _tr("Not passed yet: your levels were not close enough to the issuer's in every "
                                  "criterion."),
    }.get(card.standing, "")  # fmt: skip


# What comes next.


def next_words(card: Card) -> str:
    """One sentence."""
    data, step = card.data, card.next
    if step.say is Say.GO_ON:
        return _go_on_words(card)
    if step.say is Say.WAIT and data.next_attempt_at is not None:
        return _tr("You can try again from {time} on; attempt {n} of {total}.").format(
            time=exact_time(data.next_attempt_at), n=card.attempt, total=card.attempts
        )
    if step.say is Say.QUALIFY:
        return f"{_tr('Next: qualify.')} {_asked_words(data.agreement, data.qualification)}"
    if step.say is Say.RENEW and data.until is not None:
        return _tr("It lapses on {date}; qualify again before, and it goes on without a pause.").format(
            date=_day(data.until)
        )
    if step.say is Say.NOTHING:
        return _nothing_words(card)
    return {
        Say.ASKED: _tr("Asked for. The packets come with the next sync."),
        Say.COMING: _tr("The packets are on their way; they come with the next sync."),
        Say.ALL_IN: _tr("All packets are handed in. The result comes with the next sync."),
        Say.PRACTISE: _tr("Next: practise. After each packet you see the issuer's levels beside yours, and why."),
        Say.NO_ATTEMPTS: _tr("No attempt is left. Please ask the issuer, who can give you another."),
        Say.NO_PACKETS: _tr("No packets are left that you have not seen. Please ask the issuer for more."),
    }.get(step.say, "")


def _asked_words(agreement: float, packets: int) -> str:
    """In whole packets, as it is judged."""
    least = needed(agreement, packets)
    if packets == 1:
        return _tr("In every criterion your level has to be the issuer's.")
    if least == packets:
        return _tr("In every criterion your level has to be the issuer's in all {total} packets.").format(total=packets)
    return _tr("In every criterion your level has to be the issuer's in at least {n} of the {total} packets.").format(
        n=least, total=packets
    )


def _go_on_words(card: Card) -> str:
    going_on = card.open_round
    left = len(going_on.packets) - going_on.done if going_on is not None else 0
    if going_on is not None and going_on.is_practice:
        words = _tr("Next: go on practising; 1 packet is left.") if left == 1 else _tr(
            "Next: go on practising; {n} packets are left.")  # fmt: skip
    else:
        words = _tr("Next: 1 packet is left. The result comes when all are in.") if left == 1 else _tr(
            "Next: {n} packets are left. The result comes when all are in.")  # fmt: skip
    return words.format(n=left)


def _nothing_words(card: Card) -> str:
    begins, until = may_renew_from(card.data), card.data.until
    if begins is None or until is None:
        return _tr("Nothing is to be done. No end is set.")
    return _tr("Nothing is to be done now. It lapses on {date}, and can be renewed from {begins} on.").format(
        date=_day(until), begins=_day(begins)
    )


def action_words(card: Card, action: Action) -> str:
    data = card.data
    if action is Action.QUALIFY:
        return _tr("Begin qualification (attempt {n} of {total})").format(n=card.attempt, total=card.attempts)
    if action is Action.PRACTISE:
        if data.practice == 1:
            return _tr("Begin practice (1 packet)")
        return _tr("Begin practice ({n} packets)").format(n=data.practice)
    if action is Action.GO_ON:
        return _tr("Go on with {id}").format(id=card.next.submission_id)
    return _tr("Sync now") if action is Action.SYNC else _tr("Look at the result")


def unseen_words(card: Card) -> str:
    """How many packets an attempt has; said where one can be begun."""
    if Action.QUALIFY not in (card.next.primary, *card.next.others):
        return ""
    if card.data.qualification == 1:
        return _tr("The attempt has 1 packet that you have not seen.")
    return _tr("The attempt has {n} packets that you have not seen.").format(n=card.data.qualification)


# Rounds and their packets.


def round_title(round_: Round) -> str:
    words = _tr("Practice {n}") if round_.is_practice else _tr("Qualification {n}")
    return words.format(n=round_.number)


def round_state(round_: Round) -> tuple[str, str, str]:
    """Words, icon and tone."""
    if round_.data.passed is not None:
        return (_tr("Passed"), "check", "good") if round_.data.passed else (_tr("Not passed"), "warning", "attention")
    counted = _tr("{n} of {total} handed in").format(n=round_.done, total=len(round_.packets))
    if round_.is_open:
        return counted, "pen", "accent"
    return (_tr("Done"), "check", "neutral") if round_.data.finished_at is not None else (counted, "history", "neutral")


def round_dates(round_: Round) -> str:
    begun = _tr("begun {date}").format(date=_day(round_.data.started_at))
    if round_.data.finished_at is None:
        return begun
    return f"{begun} · " + _tr("finished {date}").format(date=_day(round_.data.finished_at))


def packet_words(packet: Packet) -> str:
    """«S-7K3Q-20F1 · 3 of 10 criteria · available offline»."""
    row, parts = packet.row, [packet.submission_id]
    if packet.scored:
        parts.append(_tr("result is here"))
    elif packet.handed_in and row is not None and row.status is RowStatus.WAITING_TO_SYNC:
        parts.append(_tr("handed in, waits for the next sync"))
    elif packet.handed_in:
        parts.append(_tr("handed in"))
    elif row is None:
        parts.append(_tr("comes with the next sync"))
    elif row.status is RowStatus.NEEDS_ATTENTION:
        parts.append(_tr("not taken, see the outbox"))
    elif row.status is RowStatus.NOT_STARTED:
        parts.append(_tr("not started"))
    else:
        parts.append(_tr("{n} of {total} criteria").format(n=row.rated, total=row.criteria))
    if row is not None and not packet.handed_in:
        parts.append(_available_words(row.availability))
    return " · ".join(parts)


def packet_look(packet: Packet) -> tuple[str, str]:
    """Icon and its colour."""
    if packet.handed_in:
        return "check", "good"
    if packet.row is not None and packet.row.status is RowStatus.NEEDS_ATTENTION:
        return "warning", "bad"
    begun = packet.row is not None and packet.row.status is not RowStatus.NOT_STARTED
    return ("pen", "accent") if begun else ("ellipse", "secondary")


def _available_words(availability: Availability) -> str:
    return {
        Availability.OFFLINE: _tr("available offline"),
        Availability.DOWNLOADING: _tr("downloading"),
        Availability.ONLINE_ONLY: _tr("not downloaded"),
        Availability.REFUSED: _tr("packet refused"),
    }[availability]


# Results.


def named_words(name: Named) -> str:
    return f"{name.number} {name.title}"


def level_words(level: int, label: str) -> str:
    return f"{level} {label}".strip() if level else _tr("not rated")


def closeness_words(closeness: Closeness) -> tuple[str, str, str]:
    """Word, icon and tone."""
    return {
        Closeness.SAME: (_tr("same"), "check", "good"),
        Closeness.ADJACENT: (_tr("one apart"), "warning", "attention"),
        Closeness.FAR: (_tr("far apart"), "overdue", "bad"),
        Closeness.NOT_RATED: (_tr("not rated"), "remove", "neutral"),
    }[closeness]


def compared_spoken(row: Compared) -> str:
    """A row of the side-by-side as one sentence, for those who hear it."""
    return _tr("{criterion}, {phase}. You: {own}. Issuer: {true}. {close}. Why: {why}").format(
        criterion=named_words(row.name), phase=phase_name(row.name.phase), own=level_words(row.own, row.own_label),
        true=level_words(row.true, row.true_label), close=closeness_words(row.closeness)[0],
        why=row.rationale or _tr("no reason given"),
    )  # fmt: skip


def agreed_words(result: CriterionResult) -> str:
    """«4 of 5»."""
    return _tr("{n} of {total}").format(n=result.match.exact, total=result.match.of)


def needs_words(result: CriterionResult) -> str:
    return _tr("needs {n} of {total}").format(n=result.needed, total=result.match.of)


def short_words(result: CriterionResult) -> str:
    return _tr("{number} needs {needed} of {total}, you had {n}").format(
        number=result.name.number, needed=result.needed, total=result.match.of, n=result.match.exact
    )


def verdict_words(round_: Round, short: tuple[CriterionResult, ...], until: datetime | None) -> str:
    """Passed or not, and why, in a sentence or two."""
    missed = "; ".join(short_words(each) for each in short)
    if round_.is_practice:
        if not short:
            return _tr("In every criterion your levels are as close to the issuer's as qualification asks.")
        return _tr("Qualification would ask for more: {missed}.").format(missed=missed)
    if round_.data.passed:
        words = _tr("In every criterion enough of your levels are the issuer's.")
        return f"{words} " + _tr("The calibration lapses on {date}.").format(date=_day(until)) if until else words
    return _tr("Not passed: {missed}.").format(missed=missed) if missed else _tr("Not passed.")


def counted_words(n: int) -> str:
    return _tr("n = {n}").format(n=QLocale().toString(n)).replace(" ", "\N{NO-BREAK SPACE}")


def measures_of(result: RoundResult) -> list[tuple[str, Point, str]]:
    """Each measure with its name, so that none is taken for another, and of how many criteria it is: one that leaves
    some out is silent about what went wrong there."""
    part = part_words(result.pooled, result.pooled + result.left_out)
    return [
        (_tr("Exact agreement"), exact_point(result.tally), ""),
        (_tr("Cohen's kappa"), told(kappa_point(result.matrix)), part),
        (_tr("Quadratic weighted kappa"), told(weighted_point(result.matrix)), part),
        (_tr("Gwet's AC1"), told(ac1_point(result.matrix)), part),
        (_tr("Severity (standardized mean difference)"), told(severity_point(result.matrix)), part),
    ]


def judged_words(card: Card, round_: Round) -> str:
    """What became of an attempt, for the moment in which its result came."""
    if not round_.data.passed:
        return " ".join(filter(None, (_tr("Not passed this time."), next_words(card))))
    if card.data.until is None:
        return _tr("Passed: you are calibrated.")
    return _tr("Passed: calibrated until {date}.").format(date=_day(card.data.until))
