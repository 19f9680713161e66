"""A LibreOffice that needs more of the system than is on our list is told from a file that can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor_app.documents import office
from tests.samples import RESOURCES

pytestmark = pytest.mark.skipif(office.find_libreoffice() is None, reason="LibreOffice is not installed here")
SLIDES = RESOURCES / "samples/evidence/p3-1/design-plan/slides.pptx"


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_works_confined", {})


def test_a_file_that_can_not_be_read_leaves_the_sandbox_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(office.ConversionFailed):
        office.convert(b"PK\x03\x04 nothing", "pptx", "pdf", folder=tmp_path, seconds=20)
    assert office.works_confined(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_libreoffice_that_does_not_start_confined_still_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = office._allowed

    def too_strict(program: Path, place: Path) -> office.Allowed:
        """As if it could not be loaded, for want of what it needs."""
        given = allowed(program, place)
        return given if given.every_file else office.Allowed(1024 * 1024, programs=True)

    monkeypatch.setattr(office, "_allowed", too_strict)
    assert office.convert(SLIDES.read_bytes(), "pptx", "pdf", folder=tmp_path).startswith(b"%PDF")
    assert not office.works_confined(tmp_path)
