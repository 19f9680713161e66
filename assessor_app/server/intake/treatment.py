"""From one file of an applicant to what an assessor gets of it: cleaned, drawn as pages, with the issuer's record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from assessor_app.documents.office import ConversionFailed
from assessor_app.server.intake.cleaning import Cleaned, Findings, Orders
from assessor_app.server.intake.formats import Family, Format, Unreadable
from assessor_app.server.intake.renditions import MODERN, Office
from assessor_app.server.intake.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Treated:
    """``rendition`` is a PDF, None where the file shows itself or could not be drawn. ``texts`` are the pages' where
    there are pages. ``converted`` names the formats on the way, the first being what was handed in."""

    data: bytes
    format: Format
    rendition: bytes | None
    texts: tuple[str, ...]
    findings: Findings
    converted: tuple[str, ...]
    poster: bytes | None = None
    seconds: float | None = None


def treat(data: bytes, name: str, orders: Orders, bench: Workbench, office: Office) -> Treated:
    """Raises Unreadable, with a sentence for the applicant."""
    given = bench.what_is(data, name)
    way = [given.extension]
    if given.family is Family.OLD_OFFICE and office.available:
        data = _modern(data, given, office)
        way.append(MODERN[given.extension])
        name = f"evidence.{way[-1]}"
    cleaned: Cleaned = bench.clean(data, name, orders)
    if cleaned.format.extension != way[-1]:
        way.append(cleaned.format.extension)
    made = Treated(
        cleaned.data, cleaned.format, None, cleaned.texts, cleaned.findings, tuple(way), cleaned.poster, cleaned.seconds
    )
    return _drawn(made, cleaned, orders, bench, office) if cleaned.drawable is not None else made


def _modern(data: bytes, given: Format, office: Office) -> bytes:
    try:
        return office.modern(data, given.extension)
    except ConversionFailed as error:
        raise Unreadable(f"The file can't be converted: {error}. Hand it in as a PDF.") from error


def _drawn(made: Treated, cleaned: Cleaned, orders: Orders, bench: Workbench, office: Office) -> Treated:
    if not office.available:
        return _noted(made, "Without LibreOffice on the server it is shown as the assessor's computer can show it.")
    try:
        pages = office.pages(cleaned.drawable or b"", cleaned.format.extension)
    except ConversionFailed as error:
        return _noted(made, f"No pages could be drawn of it: {error}.")
    drawn: Cleaned = bench.clean_rendition(pages, orders)
    return replace(
        made, rendition=drawn.data, texts=drawn.texts, converted=(*made.converted, "pdf"),
        findings=_together(made.findings, drawn.findings),
    )  # fmt: skip


def _noted(made: Treated, note: str) -> Treated:
    return replace(made, findings=replace(made.findings, notes=(*made.findings.notes, note)))


def _together(document: Findings, pages: Findings) -> Findings:
    """Of the same names in a document and on its pages, the more counts; unsure places of both, each once."""
    redacted = Counter(document.redacted) | Counter(pages.redacted)
    unsure = {item.id: item for item in (*document.unsure, *pages.unsure)}
    for item in pages.unsure:
        if item.page is not None and item.id in unsure:
            unsure[item.id] = item
    return Findings(document.removed, dict(sorted(redacted.items())), tuple(unsure.values()), document.notes)
