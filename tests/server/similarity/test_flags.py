"""Evidence that another applicant handed in too raises a flag; what everybody may have in common does not."""

from __future__ import annotations

import dataclasses
import json
import random

import pytest

from assessor_app.server.services import similarity
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.similarity import (
    Settled,
    declare_template,
    flags_for_assessor,
    flags_for_issuer,
    forget,
    settle,
)
from assessor_app.server.similarity.pictures import hashes_of
from assessor_app.server.storage.similarity_models import (
    FingerprintRow,
    PictureBand,
    PictureRow,
    SimilarityFlag,
    TextBand,
)
from tests.bench.teacher_prose import answer, paragraph, paraphrased, reordered, retyped
from tests.samples import discourse
from tests.server.similarity.paper import form, page, photographed, rescanned, scene
from tests.server.similarity.world import CREDENTIAL, World, file, picture, text

STORED = (FingerprintRow, TextBand, PictureRow, PictureBand, SimilarityFlag)


def test_the_same_file_is_flagged_whatever_it_is(world: World) -> None:
    assert world.hand_in("ada", file("e1", b"a recording")) == []
    (flag,) = world.hand_in("eve", file("e9", b"a recording"), file("e2", b"another one"))
    assert (flag.kind, flag.score) == ("same_file", 1.0)
    assert (flag.submission_id, flag.evidence_id) == ("S-0002", "e9")
    assert (flag.other_submission_id, flag.other_evidence_id) == ("S-0001", "e1")


def test_text_typed_anew_in_another_order_is_flagged_with_its_passages(world: World) -> None:
    chance = random.Random(1)
    work = answer(chance, 250)
    world.hand_in("ada", text("e1", "A page of its own.", work))
    (flag,) = world.hand_in("eve", text("e1", retyped(reordered(work, chance), chance)))
    assert flag.kind == "same_text"
    assert flag.score > 0.9
    assert {passage["other_page"] for passage in flag.passages} == {1}
    assert all(passage["own"] and passage["other"] in " ".join(work.split()) for passage in flag.passages)


def test_a_paraphrase_and_a_borrowed_paragraph_are_flagged(world: World) -> None:
    chance = random.Random(2)
    work, other = answer(chance, 250), answer(chance, 250)
    borrowed = paragraph(chance, 60)
    world.hand_in("ada", text("e1", work), text("e2", f"{other}\n\n{borrowed}"))
    flags = world.hand_in(
        "eve",
        text("e1", paraphrased(work, chance, 0.2)),
        text("e2", f"{answer(chance, 150)}\n\n{borrowed}\n\n{answer(chance, 150)}"),
    )
    assert {(flag.evidence_id, flag.other_evidence_id) for flag in flags} == {("e1", "e1"), ("e2", "e2")}
    assert next(flag for flag in flags if flag.evidence_id == "e2").score < 0.3


def test_a_photo_of_a_scanned_page_is_flagged_with_the_pages_numbers(world: World) -> None:
    chance = random.Random(3)
    scans = [page(chance) for _ in range(3)]
    world.hand_in("ada", picture("e1", *(rescanned(scan, chance) for scan in scans)))
    (flag,) = world.hand_in("eve", picture("e1", page(chance), photographed(scans[2], chance)))
    assert flag.kind == "same_picture"
    assert flag.passages == [{"own": "", "other": "", "own_page": 1, "other_page": 2}]


def test_own_answers_on_one_topic_are_not_flagged(world: World) -> None:
    chance = random.Random(4)
    for number in range(25):
        assert world.hand_in(f"p{number}", text("e1", answer(chance, 300)), picture("e2", page(chance))) == []


def test_attempts_of_one_applicant_never_flag_each_other(world: World) -> None:
    chance = random.Random(5)
    work, scan, photo = answer(chance, 200), page(chance), scene(chance)
    for _ in range(3):
        assert world.hand_in("ada", text("e1", work), picture("e2", scan), picture("e3", photo)) == []


def test_a_hundred_own_attempts_do_not_hide_whom_it_was_copied_from(world: World) -> None:
    work = answer(random.Random(6), 100)
    world.hand_in("ada", text("e1", work))
    for _ in range(100):
        flags = world.hand_in("eve", text("e1", f"{work} {len(work)}"))
    assert [flag.other_submission_id for flag in flags] == ["S-0001"]


def test_comparing_again_changes_nothing(world: World) -> None:
    chance = random.Random(7)
    work, scan = answer(chance, 200), page(chance)
    first, second = world.submission("ada"), world.submission("eve")
    evidence = text("e1", work), picture("e2", scan)
    world.compare(first, *evidence)
    flags = [flag.id for flag in world.compare(second, *evidence)]
    before = world.rows(*STORED)
    assert [flag.id for flag in world.compare(second, *evidence)] == flags
    assert world.compare(first, *evidence) == []
    assert len(flags) == 2
    assert world.rows(*STORED) == before


def test_a_pair_has_one_flag_whichever_side_is_compared_anew(world: World) -> None:
    work = answer(random.Random(8), 200)
    first, second = world.submission("ada"), world.submission("eve")
    world.compare(first, text("e1", work))
    (flag,) = world.compare(second, text("e1", work))
    with world.writing() as session:
        settle(session, flag.id, Settled.UPHELD)
    world.compare(first, text("e1", work), text("e2", answer(random.Random(9), 100)))
    with world.writing() as session:
        (kept,) = flags_for_issuer(session)
        assert (kept.id, kept.settled, kept.submission_id) == (flag.id, "upheld", second)


def test_other_evidence_takes_the_place_of_what_was_kept_and_its_open_flags(world: World) -> None:
    chance = random.Random(10)
    work = answer(chance, 200)
    world.hand_in("ada", text("e1", work))
    second = world.submission("eve")
    assert world.compare(second, text("e1", work))
    assert world.compare(second, text("e1", answer(chance, 200))) == []
    assert world.hand_in("bob", text("e1", work))[0].other_submission_id == "S-0001"


def test_nothing_is_left_of_a_forgotten_submission_but_what_was_judged(world: World) -> None:
    chance = random.Random(11)
    work, scan = answer(chance, 200), page(chance)
    first = world.submission("ada")
    world.compare(first, text("e1", work), picture("e2", scan))
    flags = world.hand_in("eve", text("e1", work), picture("e2", scan))
    with world.writing() as session:
        settle(session, flags[0].id, Settled.UPHELD)
        forget(session, first)
        forget(session, "S-0002")
        assert [flag.id for flag in flags_for_issuer(session)] == [flags[0].id]
    assert world.rows(*STORED[:4]) == []


def test_team_artifacts_that_are_allowed_are_not_compared(world: World) -> None:
    work = answer(random.Random(12), 200)
    world.hand_in("ada", text("e1", work, exempt=True))
    assert world.hand_in("eve", text("e1", work)) == []
    assert world.hand_in("bob", text("e1", work, exempt=True)) == []
    assert world.hand_in("amy", text("e1", work))[0].other_submission_id == "S-0002"


def test_the_micro_credentials_own_words_may_be_in_everybodys_work(world: World) -> None:
    chance = random.Random(13)
    credential = discourse()
    prompts = [f"{r.title}\n{r.instructions}" for r in credential.requirements]
    prompts += [f"{level.label}\n{level.descriptor}" for _, c in credential.criteria() for level in c.levels]
    assert sum(len(prompt.split()) for prompt in prompts) > 200
    for who in ("ada", "eve"):
        assert world.hand_in(who, text("e1", "\n".join(prompts), answer(chance, 100))) == []
    assert world.hand_in("bob", text("e1", "\n".join(prompts))) == []
    assert world.hand_in("amy", text("e1", "\n".join(prompts))) == [], "the untouched instructions as a file"


def test_a_declared_template_may_be_in_everybodys_work_but_not_the_answers_in_it(world: World) -> None:
    chance = random.Random(14)
    template = answer(chance, 150)
    blank = form(chance, filled_in=False)
    with world.writing() as session:
        ids = {declare_template(session, CREDENTIAL, [template], hashes_of(0, blank)) for _ in range(2)}
    assert len(ids) == 1
    answers = [answer(chance, 120) for _ in range(2)]
    filled = form(chance)
    assert world.hand_in("ada", text("e1", template, answers[0]), picture("e2", filled, blank)) == []
    assert world.hand_in("eve", text("e1", template, answers[1]), picture("e2", blank, form(chance))) == []
    flags = world.hand_in("bob", text("e1", template, answers[0]), picture("e2", rescanned(filled, chance)))
    assert {(flag.evidence_id, flag.other_submission_id) for flag in flags} == {("e1", "S-0001"), ("e2", "S-0001")}


def test_what_many_applicants_have_becomes_a_template_by_itself(world: World) -> None:
    chance = random.Random(15)
    handout, logo = answer(chance, 100), scene(chance)
    flags = [
        world.hand_in(f"p{number}", text("e1", handout, answer(chance, 200)), picture("e2", logo), file("e3", b"form"))
        for number in range(8)
    ]
    assert all(flags[1:4]), "with few applicants it may as well be copied"
    assert flags[4:] == [[]] * 4
    work = answer(chance, 200)
    assert world.hand_in("ada", text("e1", handout, work)) == []
    (flag,) = world.hand_in("eve", text("e1", handout, work))
    assert flag.other_submission_id == "S-0009"
    assert all(passage["own_page"] == 1 for passage in flag.passages)


def test_one_work_in_many_submissions_gives_a_few_flags(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "MOST_FLAGS", 2)
    work = answer(random.Random(16), 150)
    counts = [len(world.hand_in(f"p{number}", text("e1", f"{work} {number}"))) for number in range(4)]
    assert counts == [0, 1, 2, 2]


def test_an_assessor_sees_the_passages_and_nothing_of_whose_they_are(world: World) -> None:
    work = answer(random.Random(17), 120)
    first, second = world.submission("ada"), world.submission("eve")
    world.compare(first, text("their-evidence", work))
    world.compare(second, text("own-evidence", "A page before.", work.upper()))
    with world.writing() as session:
        (seen,) = flags_for_assessor(session, second)
        (turned,) = flags_for_assessor(session, first)
    told = json.dumps(dataclasses.asdict(seen))
    assert not [word for word in (first, second, "ada", "their-evidence") if word in told.split('"')]
    assert seen.evidence_id == "own-evidence"
    assert (seen.passages[0].own_page, seen.passages[0].other_page) == (1, 0)
    assert seen.passages[0].own.isupper()
    assert turned.evidence_id == "their-evidence"
    assert (turned.passages[0].own_page, turned.passages[0].other_page) == (0, 1)
    assert turned.passages[0].other.isupper()


def test_redacted_parts_are_neither_compared_nor_shown_otherwise(world: World) -> None:
    chance = random.Random(18)
    names = " ".join(["████████ ██████"] * 60)
    assert world.hand_in("ada", text("e1", f"{names} {answer(chance, 80)}")) == []
    assert world.hand_in("eve", text("e1", f"{names} {answer(chance, 80)}")) == []


def test_what_the_issuer_dismissed_is_not_shown_to_assessors(world: World) -> None:
    work = answer(random.Random(19), 120)
    world.hand_in("ada", text("e1", work))
    (flag,) = world.hand_in("eve", text("e1", work))
    with world.writing() as session:
        settle(session, flag.id, Settled.DISMISSED)
        assert flags_for_assessor(session, "S-0002") == []
        assert flags_for_issuer(session, open_only=True) == []
        assert flags_for_issuer(session, micro_credential_id="another") == []
        assert [found.settled for found in flags_for_issuer(session, micro_credential_id=CREDENTIAL)] == ["dismissed"]
        settle(session, flag.id, None)
        assert len(flags_for_assessor(session, "S-0001")) == 1
        with pytest.raises(Refused, match="no similarity flag"):
            settle(session, "x", Settled.UPHELD)
