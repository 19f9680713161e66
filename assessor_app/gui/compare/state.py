"""What the comparison shows, as plain Python: pairs of pages in words, and the words that differ."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication

from assessor_app.documents.model import Word
from assessor_app.domain.comparing import Counts, DiffKind, PageChange, PageContent, PagePair, Run
from assessor_app.gui.viewer.reading import PageRead

CONTEXT_WORDS = 14
"""Unchanged words shown on either side of a change."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("compare", text)


def contents(pages: Sequence[PageRead]) -> list[PageContent]:
    return [PageContent(" ".join(word.text for word in page.words), page.fingerprint) for page in pages]


def pair_words(pair: PagePair) -> str:
    """«p. 3: changed (was p. 2)»."""
    if pair.now is None:
        return _tr("was p. {n}: gone").format(n=(pair.earlier or 0) + 1)
    page = _tr("p. {n}").format(n=pair.now + 1)
    if pair.earlier is None:
        return _tr("{page}: new").format(page=page)
    words = {
        PageChange.SAME: _tr("{page}: unchanged"),
        PageChange.CHANGED: _tr("{page}: changed, {share} % alike"),
        PageChange.MOVED: _tr("{page}: moved"),
    }[pair.change].format(page=page, share=round(pair.similarity * 100))
    moved = pair.earlier != pair.now
    return f"{words} ({_tr('was p. {n}').format(n=pair.earlier + 1)})" if moved else words


def summary_words(counts: Counts) -> str:
    if counts.unchanged:
        return _tr("Nothing changed.")
    parts = (
        (counts.changed, _tr("{n} changed")),
        (counts.moved, _tr("{n} moved")),
        (counts.new, _tr("{n} new")),
        (counts.gone, _tr("{n} gone")),
        (counts.same, _tr("{n} unchanged")),
    )
    return _tr("Pages: {list}").format(list=", ".join(words.format(n=n) for n, words in parts if n))


def is_news(pair: PagePair) -> bool:
    return pair.change is not PageChange.SAME


def change_counts(runs: Sequence[Run]) -> str:
    added = sum(len(run.words) for run in runs if run.kind is DiffKind.ADDED)
    removed = sum(len(run.words) for run in runs if run.kind is DiffKind.REMOVED)
    if not added and not removed:
        return _tr("The words are the same.")
    return _tr("{added} words added, {removed} removed").format(added=added, removed=removed)


def as_html(runs: Sequence[Run], added: str, removed: str) -> str:
    """The differing words in their surroundings; added ones underlined, removed ones struck out, each in its colour."""
    parts = []
    for number, run in enumerate(runs):
        words = list(run.words)
        if run.kind is DiffKind.SAME:
            if number > 0 and number < len(runs) - 1 and len(words) > 2 * CONTEXT_WORDS:
                words = [*words[:CONTEXT_WORDS], "…", *words[-CONTEXT_WORDS:]]
            elif number == 0 and len(words) > CONTEXT_WORDS:
                words = ["…", *words[-CONTEXT_WORDS:]]
            elif number == len(runs) - 1 and len(words) > CONTEXT_WORDS:
                words = [*words[:CONTEXT_WORDS], "…"]
        text = escape(" ".join(words))
        if run.kind is DiffKind.ADDED:
            text = f'<span style="color:{added}; text-decoration:underline">[+ {text}]</span>'
        elif run.kind is DiffKind.REMOVED:
            text = f'<span style="color:{removed}; text-decoration:line-through">[− {text}]</span>'
        parts.append(text)
    return " ".join(parts)


def plain_words(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]
