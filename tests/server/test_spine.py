"""The whole path over real HTTP, without the window."""

from __future__ import annotations

import base64
import json

import requests

from assessor_app.domain.assessment import Outcome, rating_cell
from assessor_app.domain.submission import State
from assessor_app.store.views import RowStatus
from tests.conftest import World
from tests.serving import APPLICANT, APPROVER, ASSESSOR, FACILITATOR, NAME, OTHER, access_token, call, snapshot
from tests.work import assess, award, rate_all


def _result(world: World) -> dict[str, object]:
    token, _ = access_token(world.url, APPLICANT)
    return dict(call(world.url, f"/api/v1/my/submissions/{world.submission_id}", token).json())


def test_a_submission_is_earned_and_its_applicant_reads_the_feedback(world: World) -> None:
    assessor = world.desk()
    assessor.sync()
    assessor.download(world.submission_id)
    assess(assessor.store, world.submission_id, "The sample from the third group shows it.")
    assessor.sync()
    approver = world.desk(APPROVER)
    approver.sync()
    approver.download(world.submission_id)
    award(approver.store, world.submission_id)
    assert _result(world)["state"] == State.WAITING_ON_APPROVER
    approver.sync()
    result = _result(world)
    assert (result["state"], result["outcome"]) == (State.EARNED, Outcome.AWARD)
    assert result["award"]["cpe_hours"] == 15
    assert result["award"]["decided_at"] == result["decided_at"] < result["award"]["awarded_at"]
    criteria = result["criteria"]
    assert isinstance(criteria, list)
    assert len(criteria) == 10
    assert {entry["feedback"] for entry in criteria} == {"The sample from the third group shows it."}
    assert approver.store.queue()[0].status is RowStatus.DECIDED
    assessor.close()
    approver.close()


def test_the_applicant_never_reads_who_reviewed_or_what_reviewers_told_each_other(world: World) -> None:
    assessor = world.desk()
    assessor.sync()
    assessor.store.save_cell(world.submission_id, "note", "Between us: check page 2.")
    assess(assessor.store, world.submission_id)
    assessor.sync()
    approver = world.desk(APPROVER)
    approver.sync()
    approver.store.save_cell(world.submission_id, "reason", "Please look at 2.1 again.")
    approver.store.decide(world.submission_id, Outcome.RETURN)
    approver.sync()
    assessor.sync()
    row = assessor.store.queue()[0]
    assert row.active
    assert assessor.store.workspace(world.submission_id).row.returned_reasons[""] == "Please look at 2.1 again."
    assessor.store.save_cell(world.submission_id, "note", "Done.")
    assessor.store.submit_assessment(world.submission_id)
    assessor.sync()
    approver.sync()
    award(approver.store, world.submission_id)
    approver.sync()
    text = json.dumps(_result(world))
    assert json.loads(text)["state"] == State.EARNED
    for secret in ("Between us", "again", "Done.", "Alma", "Henrik", "tests.example"):
        assert secret not in text
    assessor.close()
    approver.close()


def test_work_on_two_computers_merges_by_criterion_and_a_clash_is_the_persons_choice(world: World) -> None:
    first, second = world.desk(name="one"), world.desk(name="two")
    first.sync()
    second.sync()
    first.store.save_cell(world.submission_id, rating_cell("need-from-data"), {"level": 1, "feedback": "one"})
    first.store.save_cell(world.submission_id, "note", "from one")
    second.store.save_cell(world.submission_id, "note", "from two")
    first.sync()
    second.sync()
    cells = second.store.workspace(world.submission_id).cells
    assert cells[rating_cell("need-from-data")]["feedback"] == "one"
    assert cells["note"] == "from two"
    (clash,) = [item for item in second.store.outbox() if item.problem is not None]
    assert clash.problem is not None
    assert clash.problem.type.endswith("stale-base")
    assert clash.problem.extensions["current"] == "from one"
    first.close()
    second.close()


def test_late_work_of_somebody_who_was_replaced_is_kept_as_a_second_reading(world: World) -> None:
    from assessor_app.server.opening import open_server
    from assessor_app.server.services.assigning import assign

    slow, quick = world.desk(), world.desk(OTHER)
    slow.sync()
    assess(slow.store, world.submission_id, "late")
    with open_server(world.server.data) as server:
        assign(server, world.submission_id, OTHER, take_over=True)
    quick.sync()
    assess(quick.store, world.submission_id, "in time")
    quick.sync()
    slow.sync()
    approver = world.desk(APPROVER)
    approver.sync()
    readings = approver.store.workspace(world.submission_id).assignment.readings
    assert [(r.second, next(iter(r.assessment.ratings.values())).feedback) for r in readings] == [
        (False, "in time"), (True, "late"),
    ]  # fmt: skip
    for desk in (slow, quick, approver):
        desk.close()


def test_withdrawn_work_comes_back_to_the_outbox_and_nothing_is_lost(world: World) -> None:
    from assessor_app.server.opening import open_server
    from assessor_app.server.services.submissions import withdraw

    desk = world.desk()
    desk.sync()
    assess(desk.store, world.submission_id, "typed with care")
    with open_server(world.server.data) as server:
        withdraw(server, world.submission_id)
    desk.sync()
    problems = {item.problem.type.rsplit(":", 1)[1] for item in desk.store.outbox() if item.problem}
    assert problems == {"withdrawn"}
    assert any("typed with care" in json.dumps(desk.store.event_copy(i.event_id)) for i in desk.store.outbox())
    desk.close()


def test_nothing_that_reached_the_client_names_the_applicant(world: World) -> None:
    desk = world.desk()
    desk.sync()
    desk.download(world.submission_id)
    space = desk.store.workspace(world.submission_id)
    assert space.manifest is not None
    seen = [space.manifest.model_dump_json().encode(), json.dumps([str(row) for row in desk.store.queue()]).encode()]
    seen += [desk.store.blob(world.submission_id, blob) for blob in space.manifest.blobs()]
    token, device = desk.token, desk.store.device()
    seen.append(
        call(world.url, "/api/v1/sync", token, json={"device_id": device.id, "cursor": 0, "events": []}).content
    )
    desk.close()
    for file in sorted(desk.profile.folder.rglob("*")):
        seen.append(str(file).encode())
        if file.is_file():
            seen.append(file.read_bytes())
    needles = [word.lower().encode() for word in (*NAME.split(), "quillfeather", APPLICANT)]
    for content in seen:
        readable = _unpacked(content)
        for needle in needles:
            assert needle not in readable
            assert needle.decode().encode("utf-16-le") not in readable


def _unpacked(content: bytes) -> bytes:
    """The bytes, and what is compressed in them, in lower case."""
    import io
    import zipfile

    import pikepdf

    parts = [content]
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for item in pdf.objects:
                parts.append(str(item).encode("utf-8", "replace") if not isinstance(item, pikepdf.Stream) else b"")
                if isinstance(item, pikepdf.Stream):
                    try:
                        parts.append(item.read_bytes())
                    except pikepdf.PdfError:
                        parts.append(item.read_raw_bytes())
    return b"\0".join(parts).lower()


def test_a_facilitator_gets_a_refusal_everywhere_and_nothing_changes(world: World) -> None:
    token, device = access_token(world.url, FACILITATOR)
    before = snapshot(world.server.data)
    body = {"device_id": device.id, "cursor": 0, "events": []}
    answers = [
        call(world.url, "/api/v1/sync", token, json=body),
        call(world.url, f"/api/v1/blobs/{'0' * 64}", token),
        call(world.url, "/api/v1/my/submissions", token),
        call(world.url, f"/api/v1/my/submissions/{world.submission_id}", token),
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"].endswith("not-allowed")
    assert snapshot(world.server.data) == before


def test_somebody_elses_packet_is_refused_like_one_that_does_not_exist(world: World) -> None:
    desk = world.desk()
    desk.sync()
    manifest = desk.store.queue()[0]
    stranger, device = access_token(world.url, OTHER)
    before = snapshot(world.server.data)
    sha = next(iter(before["packet_blobs"]))[0]
    theirs = call(world.url, f"/api/v1/blobs/{sha}", stranger)
    none = call(world.url, f"/api/v1/blobs/{'1' * 64}", stranger)
    assert theirs.status_code == none.status_code == 403
    assert theirs.json() == none.json()
    reply = call(world.url, "/api/v1/sync", stranger, json={"device_id": device.id, "cursor": 0, "events": []})
    assert manifest.submission_id not in reply.text
    assert call(world.url, f"/api/v1/blobs/{sha}", desk.token).status_code == 200
    assert snapshot(world.server.data) == before
    desk.close()


def _sealed(world: World, email: str = ASSESSOR) -> tuple[str, dict[str, object]]:
    """A token and a sync request with one honest, sealed event that was not sent yet."""
    desk = world.desk(email, name=f"sealed-{email}")
    desk.sync()
    desk.store.save_cell(world.submission_id, "note", "honest")
    events = desk.store.events_to_send()
    request = {"device_id": desk.store.device().id, "cursor": 0, "events": [e.model_dump(mode="json") for e in events]}
    token = desk.token
    desk.close()
    return token, request


def test_a_replayed_event_gets_its_first_answer_and_changes_nothing(world: World) -> None:
    token, request = _sealed(world)
    first = call(world.url, "/api/v1/sync", token, json=request)
    assert first.json()["results"][0]["status"] == "accepted"
    before = snapshot(world.server.data)
    for _ in range(3):
        again = call(world.url, "/api/v1/sync", token, json=request)
        assert again.json()["results"] == first.json()["results"]
    assert snapshot(world.server.data) == before


def test_forged_changed_and_reordered_events_are_refused_whole(world: World) -> None:
    token, request = _sealed(world)
    before = snapshot(world.server.data)
    (event,) = request["events"]  # type: ignore[misc]
    signature = bytearray(base64.b64decode(event["signature"]))  # type: ignore[index]
    signature[5] ^= 1
    forgeries = {
        "bad-signature": [
            {**event, "signature": base64.b64encode(bytes(signature)).decode()},
            {**event, "body": {**event["body"], "value": "forged"}},  # type: ignore[index]
            {**event, "submission_id": "S-0000-0000"},
        ],
        "bad-request": [{**event, "signature": "short"}, {**event, "unknown": 1}],
    }
    for kind, events in forgeries.items():
        for forged in events:
            answer = call(world.url, "/api/v1/sync", token, json={**request, "events": [forged]})
            assert answer.json()["type"].endswith(kind), answer.text
            assert answer.status_code == 422
            assert snapshot(world.server.data) == before


def test_an_id_with_another_content_and_a_gap_are_named_as_such(world: World) -> None:
    from assessor_app.protocol.events import DraftSaved, EventType, new_event_id, seal, utc_now

    desk = world.desk()
    desk.sync()
    desk.store.save_cell(world.submission_id, "note", "first")
    desk.sync()
    device = desk.store.device()

    def made(event_id: str, sequence: int) -> dict[str, object]:
        return seal(
            device.key(), event_id=event_id, kind=EventType.DRAFT_SAVED, submission_id=world.submission_id,
            base_version=1, occurred_at=utc_now(), device_id=device.id, sequence=sequence, previous="1" * 64,
            body=DraftSaved(cell="note", value="other"),
        ).model_dump(mode="json")  # fmt: skip

    before = snapshot(world.server.data)
    used = next(row[0] for row in before["event_results"])
    for event, kind, status in (
        (made(str(used), 1), "event-conflict", 422),
        (made(new_event_id(), 7), "sequence-gap", 409),
        (made(new_event_id(), 2), "bad-signature", 422),
    ):
        answer = call(
            world.url, "/api/v1/sync", desk.token, json={"device_id": device.id, "cursor": 0, "events": [event]}
        )
        assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[1]) == (status, kind)
        if kind == "sequence-gap":
            assert answer.json()["expected"] == 2
    assert snapshot(world.server.data) == before
    desk.close()


def test_nobody_decides_on_their_own_assessment(world: World) -> None:
    """A person with both roles, whose client sends a decision on what they assessed themselves."""
    from assessor_app.domain.assessment import Decision, Override
    from assessor_app.domain.submission import Role
    from assessor_app.protocol.events import DecisionMade, EventType, new_event_id, seal, utc_now
    from assessor_app.server.opening import open_server
    from assessor_app.server.storage.models import Person
    from tests.samples import discourse

    with open_server(world.server.data) as server, server.database.writing() as session:
        person = session.query(Person).filter_by(email=ASSESSOR).one()
        person.roles = [Role.ASSESSOR, Role.APPROVER]
    desk = world.desk()
    desk.sync()
    assessment_id = assess(desk.store, world.submission_id)
    desk.sync()
    before = snapshot(world.server.data)
    device = desk.store.device()
    last = max(before["event_results"], key=lambda row: row[2])  # type: ignore[arg-type, return-value]
    overrides = {c.id: Override(agreed=True) for _, c in discourse().criteria()}
    event = seal(
        device.key(), event_id=new_event_id(), kind=EventType.DECISION_MADE, submission_id=world.submission_id,
        base_version=3, occurred_at=utc_now(), device_id=device.id, sequence=int(str(last[2])) + 1,
        previous=str(last[3]),
        body=DecisionMade(
            micro_credential_version=3, assessment_id=assessment_id,
            decision=Decision(outcome=Outcome.AWARD, overrides=overrides),
        ),
    )  # fmt: skip
    answer = call(
        world.url, "/api/v1/sync", desk.token,
        json={"device_id": device.id, "cursor": 0, "events": [event.model_dump(mode="json")]},
    )  # fmt: skip
    (result,) = answer.json()["results"]
    assert result["status"] == "rejected"
    assert result["problem"]["type"].endswith("same-person")
    assert result["problem"]["status"] == 403
    after = snapshot(world.server.data)
    # What became of the event is kept for good, and that is all.
    for name in ("submissions", "decisions", "awards", "assignments", "assessments", "draft_cells", "mails"):
        assert after[name] == before[name]
    desk.close()


def test_what_is_incomplete_is_refused_with_what_is_missing(world: World) -> None:
    from assessor_app.domain.assessment import Assessment
    from assessor_app.protocol.events import FIRST_PREVIOUS, AssessmentSubmitted, EventType, new_event_id, seal, utc_now

    token, device = access_token(world.url, ASSESSOR)
    event = seal(
        device.key(), event_id=new_event_id(), kind=EventType.ASSESSMENT_SUBMITTED,
        submission_id=world.submission_id, base_version=1, occurred_at=utc_now(), device_id=device.id, sequence=1,
        previous=FIRST_PREVIOUS, body=AssessmentSubmitted(micro_credential_version=3, assessment=Assessment()),
    )  # fmt: skip
    body = {"device_id": device.id, "cursor": 0, "events": [event.model_dump(mode="json")]}
    (result,) = call(world.url, "/api/v1/sync", token, json=body).json()["results"]
    assert result["problem"]["type"].endswith("incomplete")
    assert len(result["problem"]["missing"]) == 10


def test_blobs_resume_by_range_and_name_themselves(world: World) -> None:
    desk = world.desk()
    desk.sync()
    desk.download(world.submission_id)
    manifest = desk.store.workspace(world.submission_id).manifest
    assert manifest is not None
    sha = manifest.evidence[1].blob.sha256
    whole = call(world.url, f"/api/v1/blobs/{sha}", desk.token)
    assert whole.headers["ETag"] == f'"{sha}"'
    assert whole.headers["Last-Modified"].endswith("1970 00:00:00 GMT"), "when it was written tells an anchor"
    rest = call(world.url, f"/api/v1/blobs/{sha}", desk.token, headers={"Range": "bytes=100-", "If-Range": f'"{sha}"'})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    other = call(world.url, f"/api/v1/blobs/{sha}", desk.token, headers={"Range": "bytes=100-", "If-Range": '"x"'})
    assert (other.status_code, other.content) == (200, whole.content)
    assert call(world.url, f"/api/v1/blobs/{sha}", desk.token, headers={"If-None-Match": f'"{sha}"'}).status_code == 304
    beyond = {"Range": f"bytes={len(whole.content) + 5}-"}
    assert call(world.url, f"/api/v1/blobs/{sha}", desk.token, headers=beyond).status_code == 416
    desk.close()


def test_without_a_token_with_a_bad_one_and_after_revocation(world: World) -> None:
    from assessor_app.server.opening import open_server
    from assessor_app.server.services.people import revoke_device

    assert requests.post(f"{world.url}/api/v1/sync", json={}, timeout=30).status_code == 401
    assert call(world.url, "/api/v1/my/submissions", "made-up").status_code == 401
    token, device = access_token(world.url, ASSESSOR)
    with open_server(world.server.data) as server:
        revoke_device(server, device.id)
    answer = call(world.url, "/api/v1/sync", token, json={"device_id": device.id, "cursor": 0, "events": []})
    assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[1]) == (403, "device-revoked")


def test_odd_requests_get_answers_not_faults(world: World) -> None:
    fields = {"client_id": "assessor-app-desktop", "device_id": "0" * 32, "grant_type": "authorization_code"}
    for odd in ({"device_public_key": "é"}, {"code": "\0"}, {"device_public_key": "A" * 43 + "="}):
        answer = requests.post(f"{world.url}/token", data={**fields, **odd}, timeout=30)
        assert answer.status_code == 400
        assert answer.json()["error"] in ("invalid_request", "invalid_grant")
    token, device = access_token(world.url, ASSESSOR)
    for body in (b"", b"null", b"[" * 100_000, b'{"device_id": 1e999}', b"\xff"):
        answer = requests.post(
            f"{world.url}/api/v1/sync", data=body, timeout=30,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )  # fmt: skip
        assert answer.status_code in (400, 422)
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert call(world.url, "/api/v1/sync", token, data=b"x" * 9_000_000).status_code == 413
    gone = {"device_id": device.id, "cursor": 5, "events": []}
    assert call(world.url, "/api/v1/sync", token, json=gone).status_code == 410
    assert requests.get(f"{world.url}/authorize?client_id=stranger", timeout=30).status_code == 400


def test_the_description_is_openapi_3_1_with_problem_answers(world: World) -> None:
    described = requests.get(f"{world.url}/openapi.json", timeout=30).json()
    assert described["openapi"].startswith("3.1")
    sync = described["paths"]["/api/v1/sync"]["post"]["responses"]
    assert "application/problem+json" in sync["403"]["content"]
    assert set(described["components"]["schemas"]["ProblemType"]["enum"])


def test_ratings_that_wait_are_not_the_servers_business_yet(world: World) -> None:
    desk = world.desk()
    desk.sync()
    rate_all(desk.store, world.submission_id)
    assert len(desk.store.workspace(world.submission_id).cells) == 10
    assert snapshot(world.server.data)["draft_cells"] == []
    desk.sync()
    assert len(snapshot(world.server.data)["draft_cells"]) == 10
    desk.close()
