"""Every screen in a language that nobody speaks: nothing is left untranslated, nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.gui.app import dress, make_application
from assessor_app.protocol.packet import Manifest
from tests.gui.pseudo import PseudoTranslator, clipped, untranslated
from tests.gui.screen_world import ScreenWorld, copy_of, window_of
from tests.gui.screens import approver_screens, assessor_screens
from tests.samples import discourse
from tests.serving import APPROVER, ASSESSOR


@pytest.fixture
def world(screens: ScreenWorld, tmp_path: Path) -> ScreenWorld:
    return copy_of(screens, tmp_path / "computers")


@pytest.fixture(params=[1.0, 2.0], ids=["100", "200"])
def app(request: pytest.FixtureRequest) -> Iterator[QApplication]:
    made = make_application()
    translator = PseudoTranslator()
    made.installTranslator(translator)
    dress(made, "light", request.param)
    yield made
    made.removeTranslator(translator)
    dress(made, "light")


def content(world: ScreenWorld, manifests: list[Manifest]) -> set[str]:
    """What comes from people and documents, not from the application."""
    return {*_rubric(discourse()), *world.ids.values(), *CONTENT} | {
        item.title for manifest in manifests for item in manifest.evidence
    }


CONTENT = (
    "Clear data from your own class, p. 1. Next step: say who you plan for.", "Clear and specific.",
    "The survey counts as data; please look again.", "Please cite the evidence.", "Page 2 is too dark.",
    "The goal does not follow from the data.", "It is asserted.", "groups of four", "Tonight",
    "maria@elsewhere.example", "Clear link from {data} to the goal.", "Name {who} you plan for.", "English", "Español",
    "American English", "British English", "Deutsch", "Español de España", "Français", "Português europeu",
    "https://assess.example.org",
)  # fmt: skip


def _rubric(credential: MicroCredential) -> Iterator[str]:
    yield credential.title
    for requirement in credential.requirements:
        yield requirement.title
        yield from (check.question for check in requirement.completion_checks)
        for criterion in requirement.criteria:
            yield criterion.title
            for level in criterion.levels:
                yield from (level.label, level.descriptor)


def test_nothing_is_untranslated_and_nothing_is_cut_off(world: ScreenWorld, app: QApplication) -> None:
    found: list[str] = []
    for email, screens in ((ASSESSOR, assessor_screens), (APPROVER, approver_screens)):
        with window_of(world, email) as window:
            manifests = [
                space.manifest for row in window.session.store.queue()
                if (space := window.session.store.workspace(row.submission_id)).manifest is not None
            ]  # fmt: skip
            known = content(world, [manifest for manifest in manifests if manifest is not None])
            for name, screen in screens(window, world):
                found += [f"{name}: {each}" for each in untranslated(screen, known)]
                found += [f"{name}: cut off: {each}" for each in clipped(screen)]
                if screen is not window:
                    screen.close()
    assert not found, "\n".join(dict.fromkeys(found))
