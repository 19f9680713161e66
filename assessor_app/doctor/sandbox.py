"""Whether files that strangers made can do harm: a renderer tries it, and LibreOffice is started once."""

from __future__ import annotations

from collections.abc import Iterator

from assessor_app.doctor.finding import Finding, Status
from assessor_app.documents.confinement import Confinement
from assessor_app.documents.office import ConversionFailed, find_libreoffice, works_confined
from assessor_app.documents.probe import Attempt, NotProbed, Probed, probe

_RENDERER = "sandbox: {}"
_ASKED: tuple[tuple[str, str, tuple[Attempt, ...]], ...] = (
    ("network", "the network", (Attempt.SOCKET, Attempt.CONNECT)),
    ("files", "files of this computer", (Attempt.READ, Attempt.WRITE, Attempt.HOME)),
    ("programs", "other programs", (Attempt.START,)),
    ("memory", "memory beyond the limit", (Attempt.MEMORY,)),
)


def sandbox_findings() -> Iterator[Finding]:
    try:
        probed = probe()
    except NotProbed as error:
        yield Finding("renderer", Status.TROUBLE, f"Evidence can't be drawn: no renderer starts; {error}.", True)
        return
    engines = ", ".join(f"{name} {version}" for name, version in probed.engines.items())
    if probed.drew:
        yield Finding("renderer", Status.OK, f"Draws pages, in a process of its own ({engines}).", True)
    else:
        yield Finding("renderer", Status.TROUBLE, f"Pages can't be drawn in the sandbox here ({engines}).", True)
    for name, what, attempts in _ASKED:
        yield _kept_from(probed, name, what, attempts)
    yield _processor(probed.confinement)
    for note in probed.confinement.notes:
        yield Finding(_RENDERER.format("note"), Status.NOT_HERE, note)


def _kept_from(probed: Probed, name: str, what: str, attempts: tuple[Attempt, ...]) -> Finding:
    let = [str(attempt) for attempt in attempts if not probed.refused[attempt]]
    title, claimed = _RENDERER.format(name), bool(getattr(probed.confinement, name))
    if not let:
        return Finding(title, Status.OK, f"Evidence is kept from {what}: tried to {_and(attempts)}, and was refused.")
    if claimed:
        return Finding(title, Status.TROUBLE, f"Evidence should be kept from {what}, but a renderer could {_and(let)}.")
    return Finding(
        title, Status.NOT_HERE, f"Evidence is not kept from {what}: a renderer could {_and(let)}. Open with care "
        "what you do not trust."
    )  # fmt: skip


def _processor(confinement: Confinement) -> Finding:
    if confinement.cpu:
        return Finding(_RENDERER.format("time"), Status.OK, "A renderer that was left alone ends by itself.")
    return Finding(_RENDERER.format("time"), Status.NOT_HERE, "The window alone ends a renderer that takes too long.")


def _and(names: tuple[Attempt, ...] | list[str]) -> str:
    *first, last = [str(name) for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def office_finding() -> Finding:
    program = find_libreoffice()
    if program is None:
        return Finding(
            "LibreOffice", Status.NOT_HERE, "Office files without a rendition are shown as their text only, and those "
            "of before 2007 not at all. Install LibreOffice from libreoffice.org or the system's packages."
        )  # fmt: skip
    try:
        confined = works_confined()
    except ConversionFailed as error:
        return Finding("LibreOffice", Status.TROUBLE, f"{program} can't be used: {error}.")
    if confined:
        return Finding(
            "LibreOffice", Status.OK, f"{program} draws Office files, with the same limits as far as it can."
        )
    return Finding(
        "LibreOffice", Status.TROUBLE, f"{program} does not draw a line of text in the sandbox. Office files are drawn "
        "with files open to it, if it works at all; install it from the system's packages."
    )  # fmt: skip
