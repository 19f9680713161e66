"""A PDF from which the person has been taken: in its notes about itself first, then in what its pages show.

Its pages are copied into a new file, so that nothing comes along that they do not need; names are then taken out of the
pages, and the result is written once more, without what the engine adds.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.pdf import limits, pages, structure

MAX_PAGES = 3_000


@dataclass(frozen=True, slots=True)
class CleanPdf:
    """``texts`` has the text of each page as it can be read afterwards."""

    data: bytes
    texts: tuple[str, ...]


def clean(data: bytes, censor: Censor, *, pictures: bool = True) -> CleanPdf:
    """``pictures``: names are looked for in what its pictures show, too. Raises Unreadable."""
    limits.check(data)
    baked = pages.without_forms(data, MAX_PAGES)
    layers: list[int] = []
    rebuilt = structure.rebuild(baked, censor, layers)
    redacted = pages.without_names(rebuilt, censor, with_pictures=pictures)
    final = structure.finish(redacted, censor, layers)
    texts = pages.texts_of(final)
    if any(hit.sure for text in texts for hit in censor.search.find(text)):
        raise Unreadable("A name in the file could not be taken out; hand it in as a picture or a plain PDF.")
    return CleanPdf(final, texts)
