"""A whole packet as one PDF: a cover with the ratings, then every piece of evidence with its marks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pymupdf

from assessor_app.documents.export.model import Cover, Part
from assessor_app.documents.export.pages import as_pdf, packed
from assessor_app.documents.export.pdf import put_marks
from assessor_app.documents.model import DocumentError
from assessor_app.documents.typeset import typeset


def packet_pdf(cover: Cover, parts: Sequence[Part]) -> bytes:
    """One PDF with an outline by requirement and title. Evidence that has no pages has a page that says so."""
    result = pymupdf.open("pdf", typeset(_cover_html(cover)))
    outline = [[1, cover.title, 1]]
    requirement = ""
    for part in parts:
        first = len(result)
        try:
            source = as_pdf(part.data, part.media_type, part.rendition)
        except DocumentError as error:
            source = pymupdf.open("pdf", typeset(_missing_html(part, error.failure.message)))
        with source:
            result.insert_pdf(source, links=False)
        put_marks(result, part.marks, first)
        if part.requirement != requirement:
            requirement = part.requirement
            outline.append([1, requirement, first + 1])
        outline.append([2, part.title, first + 1])
    result.set_toc(outline)
    try:
        return packed(result)
    finally:
        result.close()


def _cover_html(cover: Cover) -> str:
    rows, requirement = [], ""
    for rated in cover.ratings:
        if rated.requirement != requirement:
            requirement = rated.requirement
            rows.append(f"<h2>{escape(requirement)}</h2>")
        feedback = "".join(f"<p>{escape(line)}</p>" for line in rated.feedback.splitlines() if line.strip())
        rows.append(f"<h3>{escape(rated.criterion)}: {escape(rated.level)}</h3>{feedback}")
    head = f"<h1>{escape(cover.title)}</h1><p>{escape(cover.submission_id)}, attempt {cover.attempt}</p>"
    return f"{head}<p><b>{escape(cover.result)}</b></p>{''.join(rows)}"


def _missing_html(part: Part, reason: str) -> str:
    return f"<h2>{escape(part.title)}</h2><p>This evidence has no pages to show here: {escape(reason)}</p>"
