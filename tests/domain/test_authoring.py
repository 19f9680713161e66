"""The authoring format: round trips, and errors that say where."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor_app.domain import authoring
from assessor_app.domain.microcredential import (
    CompletionCheck,
    Criterion,
    EvidenceKind,
    EvidenceSpecification,
    Level,
    MicroCredential,
    Phase,
    Requirement,
)
from tests.samples import RESOURCES, discourse

FILES = sorted((RESOURCES / "samples/micro-credentials").glob("*.yaml"))
texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60).filter(
    lambda t: t.strip() == t
)


@st.composite
def credentials(draw: st.DrawFn) -> MicroCredential:
    number = iter(range(1000))

    def key() -> str:
        return f"k{next(number)}"

    def criterion() -> Criterion:
        labels = draw(st.lists(texts, min_size=2, max_size=5, unique=True))
        first = draw(st.integers(1, len(labels) - 1))
        return Criterion(
            id=key(),
            title=draw(texts),
            levels=tuple(Level(label=x, descriptor=draw(texts), meets=i >= first) for i, x in enumerate(labels)),
            suggested_feedback_words=draw(st.none() | st.integers(1, 500)),
        )

    requirements = tuple(
        Requirement(
            id=key(),
            phase=draw(st.sampled_from(Phase)),
            title=draw(texts),
            instructions=draw(texts),
            evidence=EvidenceSpecification(
                kinds=tuple(draw(st.lists(st.sampled_from(EvidenceKind), min_size=1, unique=True))),
                annotated=draw(st.booleans()),
            ),
            completion_checks=tuple(
                CompletionCheck(id=key(), question=draw(texts)) for _ in range(draw(st.integers(0, 2)))
            ),
            criteria=tuple(criterion() for _ in range(draw(st.integers(1, 3)))),
        )
        for _ in range(draw(st.integers(1, 4)))
    )
    return MicroCredential(
        id=key(), version=draw(st.integers(1, 99)), title=draw(texts), issuer=draw(texts), summary=draw(texts),
        requirements=requirements,
    )  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(credentials())
def test_what_is_saved_is_what_is_loaded(credential: MicroCredential) -> None:
    assert authoring.load(authoring.dump(credential)) == credential


@settings(max_examples=30, deadline=None)
@given(credentials())
def test_what_is_saved_fits_the_published_schema(credential: MicroCredential) -> None:
    jsonschema.validate(yaml.safe_load(authoring.dump(credential)), authoring.json_schema())


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_samples_are_valid_and_cover_every_phase(file: object) -> None:
    credential = authoring.load(file.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    assert credential.phases() == tuple(Phase)


def test_json_is_accepted_too() -> None:
    credential = discourse()
    assert authoring.load(json.dumps(credential.model_dump(mode="json"))) == credential


def test_the_published_schema_is_up_to_date() -> None:
    published = json.loads((RESOURCES / "schema/micro-credential.json").read_text(encoding="utf-8"))
    assert published == authoring.json_schema()


GOOD = (RESOURCES / "samples/micro-credentials/academic-discourse.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("design\n    title: Unit plan", "dream\n    title: Unit plan", "Input should be 'analyze'"),
        ("version: 3", "version: three", "integer"),
        ("title: Academic Discourse", "titel: Academic Discourse", "not known"),
        ("issuer: Classroom Talk Institute", "issuer: &a x", ""),
    ],
)
def test_an_error_names_its_line(old: str, new: str, words: str) -> None:
    line = GOOD[: GOOD.index(old)].count("\n") + 1
    broken = GOOD.replace(old, new, 1) + ("again: *a\n" if "&a" in new else "")
    with pytest.raises(authoring.AuthoringError) as caught:
        authoring.load(broken)
    found = [(problem.line, problem.message) for problem in caught.value.problems]
    assert any(at in (line, line + 1) and words in message for at, message in found), found


def test_a_key_given_twice_names_the_second() -> None:
    with pytest.raises(authoring.AuthoringError, match=r"line 2, column 1: 'id' is given twice"):
        authoring.load("id: academic-discourse\n" + GOOD)


def test_an_id_used_twice_is_told() -> None:
    with pytest.raises(authoring.AuthoringError, match="'analyze-need' is used twice"):
        authoring.load(GOOD.replace("- id: design-plan", "- id: analyze-need", 1))


@pytest.mark.parametrize("text", ["", "[]", "just words", "\x00", "a: " + "[" * 5000, "{" * 3000])
def test_what_is_no_micro_credential_is_an_error_and_nothing_else(text: str) -> None:
    with pytest.raises(authoring.AuthoringError):
        authoring.load(text)


@given(st.text())
def test_no_text_crashes_the_loader(text: str) -> None:
    with pytest.raises(authoring.AuthoringError):
        authoring.load(text)
