"""What strangers hand in can be anything: it ends in a sentence or in a good result, and the next file is no worse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.intake.bad_input import PAYLOAD, Bad, bad_files, write_all
from tests.intake.lettering import landscape, saved
from tests.intake.person import rare
from tests.intake.running import run_intake
from tests.intake.searching import Searched, squeezed

CANARY = "What only the server knows"
_OWN = {"manifest.json", "report.json"}
_LARGEST = 100 << 20
_SECONDS = 240


class Ended:
    """One call with everything that is bad, and a good file after each."""

    def __init__(self, folder: Path) -> None:
        canary = folder / "canary.txt"
        canary.write_text(CANARY, encoding="utf-8")
        given = folder / "in"
        given.mkdir()
        self.bad = {item.name: item for item in bad_files(canary) if not item.slow}
        paths = write_all(given, list(self.bad.values()), rare())
        self.given = []
        for number, path in enumerate(paths):
            good = given / f"good {number}.png"
            good.write_bytes(saved(landscape(), "PNG"))
            self.given += [path, good]
        self.folder, self.out = folder, folder / "out"
        self.report = run_intake(self.given, rare(), self.out, seconds=_SECONDS)
        self.rows: dict[str, dict[str, Any]] = {Path(row["file"]).name: row for row in self.report["files"]}

    def made(self, row: dict[str, Any]) -> list[Path]:
        return [self.out / row[key] for key in ("evidence", "rendition") if row[key]]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    return Ended(tmp_path_factory.mktemp("bad"))


def _bad_names() -> list[Bad]:
    return [item for item in bad_files(Path("/canary")) if not item.slow]


@pytest.mark.timeout(_SECONDS + 60)
@pytest.mark.parametrize("bad", _bad_names(), ids=lambda bad: bad.name)
def test_a_bad_file_ends_in_a_sentence_or_in_a_good_result(ended: Ended, bad: Bad) -> None:
    row = ended.rows[bad.name]
    if bad.refused:
        assert row["refused"], f"came through as {row['evidence']}"
    if row["refused"]:
        assert re.fullmatch(r"[A-Z].{15,300}[.]", row["refused"]), row["refused"]
        assert not re.search(r"Error|Exception|Traceback|0x|NoneType|/tmp", row["refused"]), row["refused"]
        assert not ended.made(row)
    else:
        assert all(0 < path.stat().st_size < _LARGEST for path in ended.made(row))


def test_the_good_file_after_each_bad_one_is_processed(ended: Ended) -> None:
    rows = [row for name, row in ended.rows.items() if name.startswith("good")]
    assert len(rows) == len(ended.bad)
    assert [row["file"] for row in rows if row["refused"]] == []


def test_nothing_lies_in_the_folder_that_the_report_does_not_name(ended: Ended) -> None:
    named = {path for row in ended.report["files"] for path in ended.made(row)}
    found = {path for path in ended.out.rglob("*") if path.is_file() and path.name not in _OWN}
    assert found - named == set()
    assert not list(ended.folder.rglob("climbed.txt"))


def test_no_file_of_the_server_and_no_hidden_payload_comes_out(ended: Ended) -> None:
    unwanted = [squeezed(text) for text in (CANARY, PAYLOAD, rare().short)]
    found = []
    for row in ended.rows.values():
        for path in ended.made(row):
            if path.stat().st_size < 2 << 20:
                readings = Searched.file(path, tags=False).readings
                found += [(row["file"], word) for word in unwanted if any(word in text.text for text in readings)]
    assert found == []
