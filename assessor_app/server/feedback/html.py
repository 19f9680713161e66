"""The feedback document as HTML that stands alone: nothing in it runs, and nothing is fetched for it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape as escaped

from assessor_app.server.feedback.document import (
    CheckPart,
    CriterionPart,
    EvidencePart,
    Facts,
    FeedbackDocument,
    MarkEntry,
    Paragraph,
    RequirementPart,
    Result,
)
from assessor_app.server.feedback.style import paper_style, screen_style

LANGUAGE = "en"
VERDICTS: dict[Result, tuple[str, str]] = {
    Result.EARNED: ("✓", "Earned"),
    Result.NOT_YET: ("○", "Not yet earned"),
    Result.INCOMPLETE: ("↩", "Came back incomplete"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LONG_WORD = re.compile(r"\S{80}(?=\S{20})")
"""What has no place to break gets one: laying out one endless word takes forever."""


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML document, and the Content Security Policy under which it looks as meant and can do nothing else."""

    html: str
    policy: str


def screen_page(document: FeedbackDocument) -> Page:
    style = screen_style(_colours(document))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return Page(_whole(document, style), policy)


def paper_html(document: FeedbackDocument) -> str:
    """The same content, dressed for the pages of a PDF."""
    return _whole(document, paper_style(_colours(document)))


def _whole(document: FeedbackDocument, style: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(document.name)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{_body(document)}\n</main>\n</body>\n</html>\n"
    )


def _body(document: FeedbackDocument) -> str:
    parts = [
        _head(document),
        _glance(document.requirements),
        *(_requirement(number, part) for number, part in enumerate(document.requirements, start=1)),
        _checks(document.checks),
        _pieces(document.evidence),
        '<p class="end">Your submission was reviewed without your name. The reviewers’ names are not told either.</p>',
    ]
    return "\n".join(part for part in parts if part)


def _head(document: FeedbackDocument) -> str:
    sign, verdict = VERDICTS[document.facts.result]
    return (
        '<header>\n<p class="kicker">Feedback on your submission</p>\n'
        f'<h1>{escape(document.title)}</h1>\n<p class="issuer">{escape(document.issuer)}</p>\n'
        f'<div class="result {document.facts.result.value}">\n'
        f'<p class="verdict"><span aria-hidden="true">{sign}</span> {verdict}</p>\n'
        f"<p>{escape(_sentence(document))}</p>\n</div>\n{_facts(document.facts)}\n</header>"
    )


def _sentence(document: FeedbackDocument) -> str:
    criteria = [criterion for part in document.requirements for criterion in part.criteria]
    meeting = sum(criterion.meets for criterion in criteria)
    match document.facts.result:
        case Result.EARNED:
            hours = document.facts.cpe_hours
            counts = f" It counts for {hours} CPE hours." if hours else ""
            return f"Congratulations: your evidence meets every criterion of this micro-credential.{counts}"
        case Result.NOT_YET:
            return (
                f"Your evidence meets {meeting} of {len(criteria)} criteria. The feedback on the others says what is "
                "missing; you can hand it in again at any time."
            )
        case Result.INCOMPLETE:
            return (
                "It was not rated, because something about its form has to be put right first. See to what is listed "
                "here and hand it in again, at any time."
            )


def _facts(facts: Facts) -> str:
    ended = "Came back" if facts.result is Result.INCOMPLETE else "Decided"
    rows = [
        ("Submission", escape(facts.submission_id)),
        ("Attempt", str(facts.attempt)),
        ("Handed in", _date(facts.submitted_at)),
        *([(ended, _date(facts.ended_at))] if facts.ended_at is not None else []),
        *([("CPE hours", str(facts.cpe_hours))] if facts.cpe_hours else []),
    ]
    cells = "\n".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in rows)
    return f'<table class="facts">\n{cells}\n</table>'


def _date(moment: datetime) -> str:
    return f'<time datetime="{escape(moment.isoformat())}">{moment.day} {moment:%B %Y}</time>'


def _glance(requirements: Iterable[RequirementPart]) -> str:
    rows = [
        f'<tr><td><span class="number">{criterion.number}</span> '
        f'<a href="#{_criterion_anchor(criterion)}">{escape(criterion.title)}</a></td>'
        f'<td class="{_class(criterion)}">{_meets(criterion)}</td></tr>'
        for part in requirements
        for criterion in part.criteria
    ]
    if not rows:
        return ""
    head = '<h2 class="small" id="glance">At a glance</h2>'
    return f'{head}\n<table class="glance" aria-labelledby="glance">\n' + "\n".join(rows) + "\n</table>"


def _criterion_anchor(criterion: CriterionPart) -> str:
    return "criterion-" + criterion.number.replace(".", "-")


def _class(criterion: CriterionPart) -> str:
    return "meets" if criterion.meets else "lacks"


def _meets(criterion: CriterionPart) -> str:
    sign, words = ("✓", "Meets") if criterion.meets else ("○", "Does not meet yet")
    return f'<span aria-hidden="true">{sign}</span> {words}'


def _requirement(number: int, part: RequirementPart) -> str:
    criteria = "\n".join(_criterion(criterion) for criterion in part.criteria)
    return (
        f'<section class="phase-{part.phase.value}" id="part-{number}" aria-labelledby="requirement-{number}">\n'
        f'<p class="phase">{part.phase.value.capitalize()}</p>\n'
        f'<h2 id="requirement-{number}">{escape(part.title)}</h2>\n{criteria}\n</section>'
    )


def _criterion(part: CriterionPart) -> str:
    anchor = _criterion_anchor(part)
    feedback = f"<h4>Feedback</h4>\n{_paragraphs(part.feedback)}" if part.feedback else ""
    rationale = ""
    if part.rationale:
        rationale = (
            '<div class="changed">\n<h4>Why the level was changed in the final review</h4>\n'
            f"{_paragraphs(part.rationale)}\n</div>"
        )
    marks = f"<h4>Marks on your evidence</h4>\n{_marks(part.marks)}" if part.marks else ""
    pieces = (
        f'<article aria-labelledby="{anchor}">',
        f'<h3 id="{anchor}"><span class="number">{part.number}</span> {escape(part.title)}</h3>',
        f'<p class="level {_class(part)}"><b>{escape(part.level)}</b>&#8195;'
        f'<span class="tag">{_meets(part)}</span></p>',
        f'<p class="descriptor">{escape(part.descriptor)}</p>',
        feedback,
        rationale,
        marks,
        "</article>",
    )
    return "\n".join(piece for piece in pieces if piece)


def _paragraphs(every: Iterable[Paragraph]) -> str:
    return "\n".join(f"<p>{''.join(_passage(p.text, p.href) for p in paragraph)}</p>" for paragraph in every)


def _passage(text: str, href: str) -> str:
    words = escape(text).replace("\n", "<br>")
    return f'<a href="{escaped(href)}">{words}</a>' if href else words


def _marks(entries: Iterable[MarkEntry]) -> str:
    return '<ul class="marks">\n' + "\n".join(_mark(entry) for entry in entries) + "\n</ul>"


def _mark(entry: MarkEntry) -> str:
    quote = f' <span class="quote">“{escape(entry.quote)}”</span>' if entry.quote else ""
    comment = f' <span class="comment">{escape(entry.comment)}</span>' if entry.comment else ""
    return (
        f'<li id="{entry.anchor}"><span class="dot c-{escape(entry.colour[1:])}" aria-hidden="true">●</span> '
        f'{_passage(entry.place, entry.href)} <span class="kind">· {escape(entry.kind)}</span>{quote}{comment}</li>'
    )


def _checks(checks: Iterable[CheckPart]) -> str:
    every = "\n".join(
        f'<div class="check">\n<p class="where">{escape(check.requirement)}</p>\n'
        f"<h3>{escape(check.question)}</h3>\n{_paragraphs(check.note)}\n</div>"
        for check in checks
    )
    if not every:
        return ""
    head = '<h2 class="plain" id="checks">What to put right</h2>'
    return f'<section aria-labelledby="checks">\n{head}\n{every}\n</section>'


def _pieces(evidence: Iterable[EvidencePart]) -> str:
    every = "\n".join(_piece(part) for part in evidence)
    if not every:
        return ""
    return (
        '<section aria-labelledby="evidence">\n<h2 class="plain" id="evidence">Your evidence with all marks</h2>\n'
        f'<ul class="pieces">\n{every}\n</ul>\n</section>'
    )


def _piece(part: EvidencePart) -> str:
    count = {0: "no marks", 1: "1 mark"}.get(part.count, f"{part.count} marks")
    title = _passage(part.title, part.href)
    loose = f"\n{_marks(part.loose)}" if part.loose else ""
    return f'<li>{title} <span class="kind">· {escape(part.requirement)}, {count}</span>{loose}</li>'


def _colours(document: FeedbackDocument) -> set[str]:
    criteria = (criterion for part in document.requirements for criterion in part.criteria)
    entries = [*(mark for each in criteria for mark in each.marks), *(m for e in document.evidence for m in e.loose)]
    return {entry.colour for entry in entries}


def escape(text: str) -> str:
    """For element content and quoted attributes: without control characters, and with places to break endless words."""
    return escaped(_LONG_WORD.sub(lambda found: found[0] + "\u200b", _CONTROL.sub("", text)))
