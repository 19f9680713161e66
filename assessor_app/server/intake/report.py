"""What intake did with each file, for people and programs. Never part of a packet."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from assessor_app.domain.identity.search import MARK
from assessor_app.protocol.canonical import sha256
from assessor_app.server.intake.treatment import Treated


@dataclass(frozen=True, slots=True)
class FileReport:
    """``file`` is the path as it was given; ``evidence`` and ``rendition`` are names in the folder of the packet."""

    file: str
    number: int
    sha256: str
    title: str
    evidence: str | None
    rendition: str | None
    treated: Treated | None
    refused: str | None

    def row(self, *, named: bool) -> dict[str, Any]:
        """``named`` tells the path and the words of unsure places too, which are somebody's name."""
        findings = self.treated.findings if self.treated is not None else None
        converted = self.treated.converted if self.treated is not None else ()
        row: dict[str, Any] = {
            "number": self.number,
            "sha256": self.sha256,
            "title": self.title,
            "evidence": self.evidence,
            "rendition": self.rendition,
            "converted": {"from": converted[0], "to": list(converted[1:])} if len(converted) > 1 else None,
            "removed": dict(findings.removed) if findings is not None else {},
            "redacted": dict(findings.redacted) if findings is not None else {},
            "unsure": [_unsure(asdict(item), named) for item in findings.unsure] if findings is not None else [],
            "refused": self.refused,
            "notes": list(findings.notes) if findings is not None else [],
        }
        return {"file": self.file, **row} if named else row


def _unsure(item: dict[str, Any], named: bool) -> dict[str, Any]:
    word = str(item.pop("text"))
    shown = word if named else MARK * len(word)
    before, after = str(item.pop("before")), str(item.pop("after"))
    page = item.pop("page")
    context = f"{before} {shown} {after}".strip()
    return {
        "id": item["id"], "text": shown, "context": context if named else None, "where": item["where"],
        "page": None if page is None else int(page) + 1, "removed": item["removed"],
    }  # fmt: skip


def report(files: list[FileReport], *, named: bool) -> dict[str, Any]:
    removed: Counter[str] = Counter()
    redacted: Counter[str] = Counter()
    for file in files:
        if file.treated is not None:
            removed.update(file.treated.findings.removed)
            redacted.update(file.treated.findings.redacted)
    return {
        "files": [file.row(named=named) for file in files],
        "totals": {
            "files": len(files),
            "refused": sum(file.refused is not None for file in files),
            "removed": dict(sorted(removed.items())),
            "redacted": dict(sorted(redacted.items())),
            "unsure": sum(len(file.treated.findings.unsure) for file in files if file.treated is not None),
        },
    }


def lines(file: FileReport) -> list[str]:
    """For people."""
    if file.refused is not None:
        return [f"{file.file}: refused. {file.refused}"]
    shown = [f"{file.file} → {file.evidence}" + (f", shown as {file.rendition}" if file.rendition else "")]
    findings = file.treated.findings if file.treated is not None else None
    if findings is None:
        return shown
    for word, counts in (("removed", findings.removed), ("redacted", findings.redacted)):
        if counts:
            shown.append(f"  {word}: " + ", ".join(f"{kind.replace('_', ' ')} {n}" for kind, n in counts.items()))
    for item in findings.unsure:
        done = "removed" if item.removed else "kept"
        shown.append(f"  unsure ({done}, {item.id}): {item.before} [{item.text}] {item.after}")
    return [*shown, *(f"  {note}" for note in findings.notes)]


def digest(data: bytes) -> str:
    return sha256(data)
