"""The pipeline over a list of files: what ``assessor-app intake`` does."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assessor_app.domain.identity.known import Identity
from assessor_app.server.intake import report
from assessor_app.server.intake.censor import Choice
from assessor_app.server.intake.cleaning import Orders
from assessor_app.server.intake.folder import MAX_FILE_BYTES
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.renditions import Office
from assessor_app.server.intake.treatment import Treated, treat
from assessor_app.server.intake.workbench import Workbench

ALL_TAKEN, SOME_REFUSED, NOT_POSSIBLE = 0, 3, 2
_OURS = re.compile(r"e\d{2,}\.[\w.]+|manifest\.json|report\.json")
_FORM = (
    "An identity has names, emails, phones, employee_ids and organizations, each a list of texts; "
    "choices are keep or remove by an id."
)
_CHOICES = TypeAdapter(dict[str, Choice])


class NotPossible(Exception):
    """The command can't do its work; the message says why, in a sentence."""


def run(args: argparse.Namespace) -> int:
    """Returns 0 when all files were taken, 3 when some were refused, 2 when nothing was done."""
    try:
        orders = _orders(args)
        _usable(args.out)
        made = _treated(args.files, orders, args.out)
    except NotPossible as error:
        sys.stderr.write(f"{error}\n")
        return NOT_POSSIBLE
    if args.json:
        sys.stdout.write(json.dumps(report.report(made, named=True), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(line for file in made for line in report.lines(file)) + "\n")
    return SOME_REFUSED if any(file.refused for file in made) else ALL_TAKEN


def _orders(args: argparse.Namespace) -> Orders:
    identity = Identity.model_validate(_json(args.identity, Identity.model_validate))
    if not any(identity.model_dump().values()):
        raise NotPossible(f"{args.identity} names nobody, so that nobody could be taken out. Nothing was done.")
    choices = _CHOICES.validate_python(_json(args.choices, _CHOICES.validate_python)) if args.choices else {}
    return Orders(identity, choices, Choice(args.unsure))


def _json(file: Path, valid: Any) -> Any:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        valid(content)
    except OSError as error:
        raise NotPossible(f"{file} can't be read: {error.strerror}. Nothing was done.") from error
    except ValidationError as error:
        places = ", ".join(sorted({".".join(map(str, item["loc"])) or "the whole" for item in error.errors()})[:5])
        raise NotPossible(f"{file} is not of the expected form, at: {places}. {_FORM} Nothing was done.") from error
    except ValueError as error:
        raise NotPossible(f"{file} is no JSON in UTF-8 ({error}). Nothing was done.") from error
    return content


def _usable(out: Path) -> None:
    """A folder with nothing else in it, which would be taken for a part of the packet; an earlier run's files go."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        files = list(out.iterdir())
        strangers = [file.name for file in files if _OURS.fullmatch(file.name) is None]
        if strangers:
            raise NotPossible(f"{out} has other files in it ({', '.join(strangers[:3])}). Nothing was done.")
        for file in files:
            file.unlink()
    except OSError as error:
        raise NotPossible(f"The folder {out} can't be used: {error.strerror}. Nothing was done.") from error


def _treated(files: list[Path], orders: Orders, out: Path) -> list[report.FileReport]:
    made: list[report.FileReport] = []
    words: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="intake-", ignore_cleanup_errors=True) as work, Workbench() as bench:
        office = Office(work=Path(work))
        for number, file in enumerate(files, start=1):
            made.append(_one(file, number, orders, out, bench, office, words))
    manifest = {"evidence": [_entry(file) for file in made if file.treated is not None]}
    _write(out / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False).encode())
    _write(out / "report.json", json.dumps(report.report(made, named=False), indent=2, ensure_ascii=False).encode())
    return made


def _one(
    file: Path, number: int, orders: Orders, out: Path, bench: Workbench, office: Office, words: Counter[str]
) -> report.FileReport:
    try:
        data = _read(file)
    except Unreadable as error:
        return report.FileReport(str(file), number, "", f"File {number}", None, None, None, str(error))
    digest = report.digest(data)
    try:
        treated = treat(data, file.name, orders, bench, office)
    except Unreadable as error:
        return report.FileReport(str(file), number, digest, f"File {number}", None, None, None, str(error))
    words[treated.format.word] += 1
    title = f"{treated.format.word} {words[treated.format.word]}"
    name = f"e{number:02d}.{treated.format.extension}"
    rendition = f"e{number:02d}.rendition.pdf" if treated.rendition is not None else None
    _write(out / name, treated.data)
    if rendition is not None and treated.rendition is not None:
        _write(out / rendition, treated.rendition)
    if treated.poster is not None:
        _write(out / f"e{number:02d}.poster.jpg", treated.poster)
    return report.FileReport(str(file), number, digest, title, name, rendition, treated, None)


def _read(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise Unreadable("It is a folder; name the files in it.")
        if not file.is_file():
            raise Unreadable("There is no such file.")
        if file.stat().st_size > MAX_FILE_BYTES:
            raise Unreadable(f"The file is larger than {MAX_FILE_BYTES // 1024**2} MiB.")
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"The file can't be read: {error.strerror}.") from error


def _entry(file: report.FileReport) -> dict[str, Any]:
    treated: Treated | None = file.treated
    entry: dict[str, Any] = {
        "id": f"e{file.number:02d}", "title": file.title, "file": file.evidence, "rendition": file.rendition,
    }  # fmt: skip
    if treated is not None:
        entry["media_type"] = treated.format.media_type
        if treated.seconds is not None:
            entry["seconds"] = treated.seconds
            entry["poster"] = f"e{file.number:02d}.poster.jpg" if treated.poster is not None else None
    return entry


def _write(file: Path, data: bytes) -> None:
    """Whole or not at all."""
    temporary = file.with_name(f"{file.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        left = shutil.disk_usage(file.parent).free // 1024**2
        raise NotPossible(f"{file} can't be written ({error.strerror}; {left} MiB are free).") from error
