"""The model itself: that it is content with what is right, and sees each kind of wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assessor_app.domain.assessment import Outcome
from assessor_app.domain.submission import Role, State
from assessor_app.protocol.events import (
    FIRST_PREVIOUS,
    AssessmentSubmitted,
    Body,
    DecisionMade,
    DraftSaved,
    Event,
    EventType,
    new_event_id,
    seal,
    utc_now,
)
from assessor_app.protocol.problems import ProblemType
from assessor_app.protocol.signing import SigningKey
from tests.faults.model import Answer, DeviceFacts, Kind, KnownDevice, Model, Pending, Row, ServerFacts
from tests.faults.rules import Act
from tests.samples import discourse

ONE, ALMA, HENRIK = "S-7K3Q-20F1", "alma's id", "henrik's id"
LEVELS = {c.id: next(n for n, level in enumerate(c.levels, start=1) if level.meets) for _, c in discourse().criteria()}
ASSESSMENT = {"ratings": {key: {"level": level} for key, level in LEVELS.items()}}


class Device:
    def __init__(self, person: str) -> None:
        self.key, self.person, self.events = SigningKey.generate(), person, list[Event]()
        self.id = self.key.id

    def did(self, kind: EventType, body: Body) -> Event:
        event = seal(
            self.key, event_id=new_event_id(), kind=kind, submission_id=ONE, base_version=1, occurred_at=utc_now(),
            device_id=self.id, sequence=len(self.events) + 1, body=body,
            previous=self.events[-1].hash() if self.events else FIRST_PREVIOUS,
        )  # fmt: skip
        self.events.append(event)
        return event

    def known(self) -> KnownDevice:
        return KnownDevice(self.person, self.key.public, len(self.events), self.events[-1].hash())

    def facts(self) -> DeviceFacts:
        return DeviceFacts(self.id, self.person, len(self.events), self.events[-1].hash())


class Story:
    """A note typed, an assessment handed in and an award, all of it told to the model and to both sides as it is."""

    def __init__(self) -> None:
        self.model, alma, henrik = Model(discourse(), HENRIK), Device(ALMA), Device(HENRIK)
        self.model.began(ONE, 0)
        self.model.acted(Act.ASSIGN, ONE, ALMA, 0)
        self.note = alma.did(EventType.DRAFT_SAVED, DraftSaved(cell="note", value="note 1"))
        form = AssessmentSubmitted.model_validate({"micro_credential_version": 3, "assessment": ASSESSMENT})
        self.reading = alma.did(EventType.ASSESSMENT_SUBMITTED, form)
        agreed = {"outcome": Outcome.AWARD, "overrides": {key: {"agreed": True} for key in LEVELS}}
        self.award = henrik.did(
            EventType.DECISION_MADE,
            DecisionMade.model_validate(
                {"micro_credential_version": 3, "assessment_id": self.reading.id, "decision": agreed}
            ),
        )
        self.model.edited("alma", ONE, "note", "note 1")
        self.model.handed("alma", self.reading.id)
        self.model.handed("henrik", self.award.id)
        every = [self.note, self.reading, self.award]
        for event in every:
            self.model.sent(event)
            self.model.result(event.id, "accepted")
        parts = {ALMA: (Role.ASSESSOR, "done"), HENRIK: (Role.APPROVER, "done")}
        self.server = ServerFacts(
            answers=[
                Answer(event.id, event.device_id, event.sequence, event.hash(), "accepted", "", number)
                for number, event in enumerate(every, start=1)
            ],
            devices={device.id: device.known() for device in (alma, henrik)},
            cells={(ALMA, ONE, "note"): ("note 1", self.note.id)},
            assessments={self.reading.id: Row(ONE, ALMA, self.reading.body["assessment"])},
            decisions={self.award.id: Row(ONE, HENRIK, self.award.body["decision"])},
            awards=[ONE],
            mails=[(ONE, "We received your submission"), (ONE, "Your result for “Academic Discourse”")],
            submissions={ONE: (State.EARNED, 4, self.reading.id)},
            parts={(ONE, person): part for person, part in parts.items()},
        )
        self.devices = {"alma": alma.facts(), "henrik": henrik.facts()}
        self.devices["alma"].cells = {(ONE, "note"): ("note 1", self.note.id)}
        for device in self.devices.values():
            device.assignments = {ONE: (State.EARNED, 4, "done")}

    def kinds(self) -> set[Kind]:
        return {wrong.kind for wrong in self.model.wrongs(self.server, self.devices)}

    def forget(self, event: Event) -> None:
        self.server.answers = [answer for answer in self.server.answers if answer.event_id != event.id]


def test_what_is_right_is_right() -> None:
    assert Story().kinds() == set()


def _result_not_stored(story: Story) -> None:
    story.forget(story.award)


def _words_gone(story: Story) -> None:
    story.model.edited("alma", ONE, "rating:analyze-data", {"level": 2, "feedback": "typed later"})


def _cell_overwritten(story: Story) -> None:
    story.server.cells[ALMA, ONE, "note"] = ("something else", new_event_id())


def _decision_gone(story: Story) -> None:
    del story.server.decisions[story.award.id]


def _mail_gone(story: Story) -> None:
    del story.server.mails[-1]


def _handed_in_and_gone(story: Story) -> None:
    story.model.handed("henrik", new_event_id())


@pytest.mark.parametrize(
    "harm", [_result_not_stored, _words_gone, _cell_overwritten, _decision_gone, _mail_gone, _handed_in_and_gone]
)
def test_what_is_lost_is_seen(harm: Callable[[Story], None]) -> None:
    story = Story()
    harm(story)
    assert Kind.LOST in story.kinds()


def _assessed_twice(story: Story) -> None:
    story.server.assessments[new_event_id()] = story.server.assessments[story.reading.id]


def _awarded_twice(story: Story) -> None:
    story.server.awards *= 2


def _told_twice(story: Story) -> None:
    story.server.mails.append(story.server.mails[-1])


def _answered_in_two_ways(story: Story) -> None:
    story.model.result(story.award.id, "rejected")


@pytest.mark.parametrize("harm", [_assessed_twice, _awarded_twice, _told_twice, _answered_in_two_ways])
def test_what_is_doubled_is_seen(harm: Callable[[Story], None]) -> None:
    story = Story()
    harm(story)
    assert Kind.DOUBLED in story.kinds()


def _body_changed(story: Story) -> None:
    row = story.server.assessments[story.reading.id]
    story.server.assessments[story.reading.id] = replace(row, data={**row.data, "private_note": "not hers"})


def _copy_behind(story: Story) -> None:
    story.devices["alma"].cells.clear()


def _page_torn(story: Story) -> None:
    story.devices["henrik"].sound = "row 3 missing from index"


@pytest.mark.parametrize("harm", [_body_changed, _copy_behind, _page_torn])
def test_what_is_there_by_half_is_seen(harm: Callable[[Story], None]) -> None:
    story = Story()
    harm(story)
    assert Kind.HALF in story.kinds()


def _number_missing(story: Story) -> None:
    story.forget(story.note)


def _sealed_anew(story: Story) -> None:
    story.model.sent(story.note.model_copy(update={"body": {**story.note.body, "value": "another"}}))


def _behind_the_server(story: Story) -> None:
    story.devices["alma"].sequence -= 1


def _not_signed(story: Story) -> None:
    known = story.server.devices[story.award.device_id]
    story.server.devices[story.award.device_id] = replace(known, public_key=SigningKey.generate().public)


@pytest.mark.parametrize("harm", [_number_missing, _sealed_anew, _behind_the_server, _not_signed])
def test_a_broken_chain_is_seen(harm: Callable[[Story], None]) -> None:
    story = Story()
    harm(story)
    assert Kind.CHAIN in story.kinds()


def test_what_still_waits_is_unresolved() -> None:
    story = Story()
    story.devices["alma"].pending.append(Pending(new_event_id(), ONE, "note", "note 2", "waiting"))
    assert story.kinds() == {Kind.UNRESOLVED}


def test_a_decision_by_who_assessed_is_against_the_rules() -> None:
    story = Story()
    (alma,) = [key for key, device in story.server.devices.items() if device.person == ALMA]
    story.server.devices[story.award.device_id] = replace(story.server.devices[story.award.device_id], person=ALMA)
    assert alma != story.award.device_id
    assert Kind.WRONG in story.kinds()


def test_a_refused_draft_may_go_by_a_click_and_in_no_other_way() -> None:
    story = Story()
    story.server.answers[0] = replace(story.server.answers[0], status="rejected", problem=ProblemType.STALE_BASE.value)
    assert Kind.LOST in story.kinds()
    story.model.let_go("alma", story.note.id, ONE, "note", "note 1")
    assert "typed" not in " ".join(wrong.what for wrong in story.model.wrongs(story.server, story.devices))
