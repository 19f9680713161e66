from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.protocol.canonical import canonical, sha256
from assessor_app.protocol.events import FIRST_PREVIOUS, DraftSaved, EventType, new_event_id, seal, utc_now
from assessor_app.protocol.packet import BlobReference, Evidence, Manifest, PacketRefused, open_manifest, sign_manifest
from assessor_app.protocol.signing import BadSignature, SigningKey

KEY = SigningKey.generate()
MANIFEST = Manifest(
    submission_id="S-7K3Q-20F1", attempt=1, micro_credential_id="x", micro_credential_version=1,
    created_at=utc_now(),
    evidence=(
        Evidence(
            id="e1", requirement_id="r", title="Document", kind="file",
            blob=BlobReference(sha256="a" * 64, size=3, media_type="application/pdf"),
        ),
    ),
)  # fmt: skip


def test_a_manifest_opens_as_it_was_signed() -> None:
    data = sign_manifest(KEY, MANIFEST)
    assert open_manifest(data, sha256(data), {KEY.id: KEY.public}) == MANIFEST


@given(st.data())
def test_no_changed_byte_of_a_manifest_is_accepted(data: st.DataObject) -> None:
    good = sign_manifest(KEY, MANIFEST)
    at = data.draw(st.integers(0, len(good) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != good[at]))
    bad = good[:at] + bytes([byte]) + good[at + 1 :]
    with pytest.raises(PacketRefused):
        open_manifest(bad, sha256(good), {KEY.id: KEY.public})
    try:
        opened = open_manifest(bad, sha256(bad), {KEY.id: KEY.public})
    except PacketRefused:
        return
    # White space and the like may differ; what was signed may not.
    assert opened == MANIFEST


def test_an_unknown_key_and_a_format_of_the_future_are_refused_with_the_reason() -> None:
    data = sign_manifest(SigningKey.generate(), MANIFEST)
    with pytest.raises(PacketRefused, match="does not trust"):
        open_manifest(data, sha256(data), {KEY.id: KEY.public})
    future = sign_manifest(KEY, MANIFEST.model_copy(update={"format": "assessor-app/packet/9"}))
    with pytest.raises(PacketRefused, match="packet/9"):
        open_manifest(future, sha256(future), {KEY.id: KEY.public})


def test_canonical_json_of_rfc_8785() -> None:
    # RFC 8785, section 3.2.2 and 3.2.3, put together.
    source = {"\u20ac": "Euro Sign", "\r": "Carriage Return", "numbers": [333333333.33333329, 1e30, 4.50, 2e-3],
              "literals": [None, True, False]}  # fmt: skip
    assert canonical(source) == (
        '{"\\r":"Carriage Return","literals":[null,true,false],'
        '"numbers":[333333333.3333333,1e+30,4.5,0.002],"€":"Euro Sign"}'.encode()
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    )
)
def test_canonical_json_is_json_and_has_one_form(value: object) -> None:
    once = canonical(value)
    assert json.loads(once) == value
    assert canonical(json.loads(once)) == once


def _event(**changes: object) -> dict[str, object]:
    event = seal(
        KEY, event_id=new_event_id(), kind=EventType.DRAFT_SAVED, submission_id="S-7K3Q-20F1", base_version=1,
        occurred_at=utc_now(), device_id="d" * 32, sequence=1, previous=FIRST_PREVIOUS,
        body=DraftSaved(cell="note", value="text"),
    )  # fmt: skip
    return {**event.model_dump(mode="json"), **changes}


@pytest.mark.parametrize(
    "change",
    [{"sequence": 2}, {"previous": "1" * 64}, {"submission_id": "S-0000-0000"}, {"base_version": 2},
     {"device_id": "e" * 32}, {"body": {"cell": "note", "value": "other", "base": None}},
     {"occurred_at": "2026-01-01T00:00:00Z"}, {"type": "decision_made"}],
)  # fmt: skip
def test_every_part_of_an_event_is_signed(change: dict[str, object]) -> None:
    from assessor_app.protocol.events import Event

    Event.model_validate(_event()).verify(KEY.public)
    with pytest.raises(BadSignature):
        Event.model_validate(_event(**change)).verify(KEY.public)
