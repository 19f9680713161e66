"""The viewer on a real packet from a real server: search, undo by name, marks that are found again, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.domain.submission import Role
from assessor_app.gui.app import dress, make_application
from assessor_app.gui.jobs import Jobs
from assessor_app.gui.review.history import Edit
from assessor_app.gui.review.marks_panel import MarksPanel
from assessor_app.gui.review.view import ReviewView
from assessor_app.gui.session import Session
from assessor_app.gui.widgets import tip
from assessor_app.protocol.events import new_event_id
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.conftest import World
from tests.serving import KEY

PDF = "application/pdf"


@pytest.fixture
def view(world: World, qtbot: QtBot) -> Iterator[ReviewView]:
    """A packet opened for review, with its first PDF on the canvas."""
    desk = world.desk(name="p")
    desk.sync()
    desk.download(world.submission_id)
    desk.close()
    app = make_application()
    dress(app, "light")
    session = Session(Store(Profile(world.home / "p"), KEY), Jobs(app), app)
    made = ReviewView(session, session.store.workspace(world.submission_id))
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    show(made, next(item.id for item in made.work.evidence if item.blob.media_type == PDF), qtbot)
    yield made
    made.keep_everything()
    session.close()


def show(view: ReviewView, evidence_id: str, qtbot: QtBot) -> None:
    view.work.select_evidence(evidence_id)
    canvas = view.viewer.canvas
    qtbot.waitUntil(lambda: view.viewer.shown_evidence == evidence_id and canvas.is_sharp(), timeout=20_000)
    qtbot.waitUntil(lambda: bool(canvas.words_of(canvas.current_page)), timeout=20_000)


def box(view: ReviewView, **more: object) -> Mark:
    evidence = view.work.evidence_id
    values = {"id": new_event_id(), "evidence_id": evidence, "page": 0, "kind": "box", "points": [(50, 50), (90, 80)]}
    return Mark.model_validate({**values, **more})


def test_a_mark_knows_its_bytes_its_author_and_its_criterion(view: ReviewView) -> None:
    mark = box(view)
    view.work.add_mark(mark)
    kept = view.work.mark(mark.id)
    item = view.work.evidence_item(view.work.evidence_id)
    assert kept is not None
    assert item is not None
    assert (kept.evidence_sha256, kept.author, kept.criterion_id) == (
        item.blob.sha256, Role.ASSESSOR, view.work.criterion_id,
    )  # fmt: skip


def test_undo_says_what_it_takes_back(view: ReviewView, qtbot: QtBot) -> None:
    marks = [box(view), box(view), box(view)]
    for mark in marks:
        view.work.add_mark(mark)
    view.work.change_marks([mark.moved(5, 5) for mark in view.work.marks()], Edit.MOVE)
    texts = [action.text() for action in view.viewer.findChildren(QAction)]
    assert "Undo move of 3 marks" in texts
    view.work.undo()
    assert [mark.points[0] for mark in view.work.marks()] == [(50, 50)] * 3
    assert "Redo move of 3 marks" in [action.text() for action in view.viewer.findChildren(QAction)]
    view.work.redo()
    assert [mark.points[0] for mark in view.work.marks()] == [(55, 55)] * 3


def test_search_goes_through_all_evidence(view: ReviewView, qtbot: QtBot) -> None:
    search = view.viewer.search
    search.open()
    search._field.setText("STUDENTS")
    qtbot.waitUntil(lambda: bool(search.found) and not search.running, timeout=30_000)
    assert len({found.evidence_id for found in search.found}) > 1
    assert search.found[search.current].evidence_id == view.work.evidence_id
    start = view.work.evidence_id
    for _ in range(len(search.found)):
        search.step(1)
        if view.work.evidence_id != start:
            break
    assert view.work.evidence_id != start
    qtbot.waitUntil(lambda: view.viewer.shown_evidence == view.work.evidence_id, timeout=20_000)
    hits, current = search.hits_of(view.viewer.canvas.evidence_id)
    assert hits[current] == search.found[search.current].hit


def test_marks_of_other_bytes_are_found_by_their_quote_or_listed(view: ReviewView, qtbot: QtBot) -> None:
    words = view.viewer.canvas.words_of(0)
    quote = " ".join(word.text for word in words[20:24])
    moved = box(view, kind="highlight", points=[], rects=[(0, 0, 9, 9)], quote=quote, page=7)
    gone = box(view, kind="highlight", points=[], rects=[(0, 0, 9, 9)], quote="words that nobody ever wrote in here")
    for mark in (moved, gone):
        view.work.add_mark(mark)
        kept = view.work.mark(mark.id)
        assert kept is not None
        view.work.change_marks([kept.model_copy(update={"evidence_sha256": "0" * 64})], Edit.WRITE)
    anchors = view.viewer.anchors
    qtbot.waitUntil(lambda: anchors.lost == frozenset({gone.id}), timeout=20_000)
    kept = view.work.mark(moved.id)
    assert kept is not None
    placed = anchors.placed(kept)
    assert placed is not None
    assert placed.page == 0
    assert placed.lines()[0].intersects(words[20].rect)
    (panel,) = view.findChildren(MarksPanel)
    panel.refresh()
    rows = [str(panel._model.data(panel._model.index(row, 0))) for row in range(panel._model.rowCount())]
    assert any(row.startswith("Place not found") for row in rows)
    assert len(rows) == 2


def test_the_marks_panel_filters_by_kind_and_words(view: ReviewView) -> None:
    view.work.add_mark(box(view))
    view.work.add_mark(box(view, kind="note", points=[(20, 20)], text="Ask about groups"))
    (panel,) = view.findChildren(MarksPanel)
    panel._text.setText("GROUPS")
    assert panel._model.rowCount() == 1
    panel._text.clear()
    panel._kind.setCurrentIndex(panel._kind.findData(MarkKind.BOX))
    assert [panel._model.mark(row).kind for row in range(panel._model.rowCount())] == [MarkKind.BOX]  # type: ignore[union-attr]


def test_evidence_is_exported_with_its_marks_and_without_private_ones(
    view: ReviewView, qtbot: QtBot, tmp_path: Path
) -> None:
    view.work.add_mark(box(view))
    view.work.add_mark(box(view, kind="note", points=[(20, 20)], text="Between us", private=True))
    item = view.work.evidence_item(view.work.evidence_id)
    assert item is not None
    target = tmp_path / "out.pdf"
    view.viewer._exports.write("pdf", item, target)
    qtbot.waitUntil(lambda: target.exists() and target.stat().st_size > 0, timeout=30_000)
    with pymupdf.open(target) as document:
        assert [annotation.type[1] for annotation in document[0].annots()] == ["Square"]


def test_a_place_in_each_piece_of_evidence_is_remembered(view: ReviewView, qtbot: QtBot) -> None:
    canvas, first = view.viewer.canvas, view.work.evidence_id
    assert first is not None
    canvas.set_zoom(1.5)
    canvas.go_to_page(1)
    place = canvas.place()
    other = next(item.id for item in view.work.evidence if item.blob.media_type == PDF and item.id != first)
    show(view, other, qtbot)
    assert canvas.place().page == 0
    show(view, first, qtbot)
    assert canvas.place().page == place.page
    assert canvas.zoom == pytest.approx(1.5)


def test_where_a_link_leads_stands_above_its_snapshot_and_goes_with_it(view: ReviewView, qtbot: QtBot) -> None:
    notice, item = view.viewer._notice, view.work.evidence_item(view.work.evidence_id)
    assert item is not None and notice._link.isHidden()
    view.viewer._load(item.model_copy(update={"link": "https://www.example.org/lesson"}))
    qtbot.waitUntil(lambda: view.viewer.shown_evidence == item.id, timeout=20_000)
    assert notice._link.isVisible() and notice._browse.isVisible()
    assert notice._link.toolTip() == tip("https://www.example.org/lesson")
    view.viewer._load(item)
    assert notice._link.isHidden()
