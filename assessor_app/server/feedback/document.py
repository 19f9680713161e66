"""What stands in the feedback document: values that the applicant may see, among them nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from assessor_app.domain.assessment import Citation
from assessor_app.domain.marks import Mark, MarkKind
from assessor_app.domain.microcredential import Criterion, MicroCredential, Phase, Requirement
from assessor_app.domain.phases import phase_colour
from assessor_app.protocol.packet import Evidence

if TYPE_CHECKING:
    from assessor_app.server.services.outcomes import FinalRating

KIND_WORDS: dict[MarkKind, str] = {
    MarkKind.HIGHLIGHT: "highlighted",
    MarkKind.UNDERLINE: "underlined",
    MarkKind.STRIKE_OUT: "struck out",
    MarkKind.SQUIGGLY: "wavy underline",
    MarkKind.NOTE: "note",
    MarkKind.TEXT: "text",
    MarkKind.PEN: "drawing",
    MarkKind.MARKER: "marker",
    MarkKind.BOX: "box",
    MarkKind.ELLIPSE: "ellipse",
    MarkKind.ARROW: "arrow",
    MarkKind.LINE: "line",
    MarkKind.POLYGON: "outline",
    MarkKind.STAMP: "stamp",
    MarkKind.REGION: "region",
    MarkKind.TIME: "moment",
}
_RECORDED = ("audio/", "video/")


class Result(StrEnum):
    EARNED = "earned"
    NOT_YET = "not-yet"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of feedback; ``href`` is where they lead, or ""."""

    text: str
    href: str = ""


Paragraph = tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """One mark in words. ``href`` leads to its page in the marked evidence; "" where the evidence has no pages."""

    anchor: str
    place: str
    href: str
    kind: str
    quote: str
    comment: str
    colour: str


@dataclass(frozen=True, slots=True)
class CriterionPart:
    number: str
    title: str
    level: str
    descriptor: str
    meets: bool
    feedback: tuple[Paragraph, ...]
    rationale: tuple[Paragraph, ...]
    marks: tuple[MarkEntry, ...]


@dataclass(frozen=True, slots=True)
class RequirementPart:
    phase: Phase
    title: str
    criteria: tuple[CriterionPart, ...]


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """A piece of evidence. ``count`` is of all its marks, ``loose`` has those that belong to no criterion."""

    title: str
    requirement: str
    href: str
    count: int
    loose: tuple[MarkEntry, ...]


@dataclass(frozen=True, slots=True)
class CheckPart:
    requirement: str
    question: str
    note: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """``ended_at`` is when the attempt was decided on, or came back."""

    submission_id: str
    attempt: int
    result: Result
    submitted_at: datetime
    ended_at: datetime | None
    cpe_hours: int | None = None


@dataclass(frozen=True, slots=True)
class FeedbackDocument:
    title: str
    issuer: str
    facts: Facts
    requirements: tuple[RequirementPart, ...] = ()
    evidence: tuple[EvidencePart, ...] = ()
    checks: tuple[CheckPart, ...] = ()

    @property
    def name(self) -> str:
        """What the document is called in a window's or a PDF's title."""
        return f"Feedback: {self.title}, {self.facts.submission_id}, attempt {self.facts.attempt}"


def has_pages(item: Evidence) -> bool:
    """Whether there is a PDF with marks of it. Recordings are played; they have moments, not pages."""
    return item.rendition is not None or not item.blob.media_type.startswith(_RECORDED)


def marked_evidence(item: Evidence, page: int | None = None) -> str:
    """Relative to the feedback document. ``page`` counts from 0."""
    return f"evidence/{item.id}.pdf" + ("" if page is None else f"#page={page + 1}")


def mark_colour(credential: MicroCredential, mark: Mark) -> str:
    """The colour that was chosen for a mark, else its criterion's phase's, as ``#RRGGBB``."""
    if mark.colour:
        return mark.colour
    phases = {criterion.id: requirement.phase for requirement, criterion in credential.criteria()}
    return phase_colour(phases.get(mark.criterion_id or ""))


def decided_document(
    credential: MicroCredential,
    facts: Facts,
    ratings: Iterable[FinalRating],
    marks: Sequence[Mark],
    evidence: Sequence[Evidence],
) -> FeedbackDocument:
    """The document of a decided attempt. ``marks`` and the citations are those that the applicant gets."""
    entries = _Entries(credential, marks, evidence)
    rated = {rating.criterion_id: rating for rating in ratings}
    numbers = credential.numbering()
    return FeedbackDocument(
        credential.title,
        credential.issuer,
        facts,
        requirements=tuple(
            RequirementPart(
                requirement.phase,
                requirement.title,
                tuple(
                    _criterion(criterion, numbers[criterion.id], rated[criterion.id], entries)
                    for criterion in requirement.criteria
                    if criterion.id in rated
                ),
            )
            for requirement in credential.requirements
        ),
        evidence=tuple(
            _evidence(item, requirement, entries)
            for requirement in credential.requirements
            for item in evidence
            if item.requirement_id == requirement.id
        ),
    )


def incomplete_document(
    credential: MicroCredential, facts: Facts, notes: Iterable[tuple[str, str]]
) -> FeedbackDocument:
    """The document of an attempt that came back unrated. ``notes`` are the failed checks' ids and sentences."""
    told = dict(notes)
    checks = tuple(
        CheckPart(requirement.title, check.question, paragraphs(told[check.id]))
        for requirement, check in credential.checks()
        if check.id in told
    )
    return FeedbackDocument(credential.title, credential.issuer, facts, checks=checks)


class _Entries:
    """The marks in words, in the order of the evidence and its pages."""

    def __init__(self, credential: MicroCredential, marks: Sequence[Mark], evidence: Sequence[Evidence]) -> None:
        items = {item.id: (position, item) for position, item in enumerate(evidence)}
        self._known = {criterion.id for _, criterion in credential.criteria()}
        self._marks = sorted(
            (mark for mark in marks if mark.evidence_id in items and not mark.private),
            key=lambda mark: (items[mark.evidence_id][0], mark.page, mark.seconds or (0.0, 0.0), mark.frame().y0),
        )
        self._entry = {
            mark.id: _entry(mark, items[mark.evidence_id][1], f"mark-{number}", mark_colour(credential, mark))
            for number, mark in enumerate(self._marks, start=1)
        }

    def of_criterion(self, criterion_id: str) -> tuple[MarkEntry, ...]:
        return tuple(self._entry[mark.id] for mark in self._marks if mark.criterion_id == criterion_id)

    def of_evidence(self, evidence_id: str) -> tuple[int, tuple[MarkEntry, ...]]:
        """How many marks it has, and those of them that belong to no criterion."""
        own = [mark for mark in self._marks if mark.evidence_id == evidence_id]
        return len(own), tuple(self._entry[mark.id] for mark in own if mark.criterion_id not in self._known)

    def leading(self, citations: Iterable[Citation]) -> dict[str, str]:
        """Words of feedback → where they lead; of two marks that are cited alike it is the first, as in the app."""
        result: dict[str, str] = {}
        for citation in citations:
            entry = self._entry.get(citation.mark_id)
            if entry is not None:
                result.setdefault(citation.text, entry.href or f"#{entry.anchor}")
        return result


def _entry(mark: Mark, item: Evidence, anchor: str, colour: str) -> MarkEntry:
    if mark.seconds is not None:
        place, href = f"{item.title}, {_clock(mark.seconds[0])} to {_clock(mark.seconds[1])}", ""
    elif has_pages(item):
        place, href = f"{item.title}, page {mark.page + 1}", marked_evidence(item, mark.page)
    else:
        place, href = item.title, ""
    quote = " ".join(mark.quote.split())
    return MarkEntry(anchor, place, href, KIND_WORDS[mark.kind], quote, mark.text.strip(), colour)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _criterion(criterion: Criterion, number: str, rating: FinalRating, entries: _Entries) -> CriterionPart:
    level = criterion.levels[rating.level - 1]
    return CriterionPart(
        number=number,
        title=criterion.title,
        level=level.label,
        descriptor=level.descriptor,
        meets=level.meets,
        feedback=paragraphs(rating.feedback, entries.leading(rating.citations)),
        rationale=paragraphs(rating.rationale),
        marks=entries.of_criterion(criterion.id),
    )


def _evidence(item: Evidence, requirement: Requirement, entries: _Entries) -> EvidencePart:
    count, loose = entries.of_evidence(item.id)
    return EvidencePart(item.title, requirement.title, marked_evidence(item) if has_pages(item) else "", count, loose)


def paragraphs(text: str, leading: dict[str, str] | None = None) -> tuple[Paragraph, ...]:
    """Plain text as paragraphs; the words of ``leading`` become links wherever they stand."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(_linked(block.strip(), leading or {}) for block in blocks if block.strip())


def _linked(text: str, leading: dict[str, str]) -> Paragraph:
    if not leading:
        return (Passage(text),)
    # The longest first, and no number cut short: "p. 1" does not stand in "p. 12".
    longest = sorted(leading, key=len, reverse=True)
    pattern = "|".join(
        (r"(?<!\d)" if words[0].isdigit() else "") + re.escape(words) + (r"(?!\d)" if words[-1].isdigit() else "")
        for words in longest
    )
    result, end = [], 0
    for found in re.finditer(pattern, text):
        result += [Passage(text[end : found.start()]), Passage(found[0], leading[found[0]])]
        end = found.end()
    return tuple(passage for passage in (*result, Passage(text[end:])) if passage.text)
