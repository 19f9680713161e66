"""A mark in words: in lists, and for those who hear rather than see."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assessor_app.domain.marks import Mark, MarkKind


def _tr(text: str) -> str:
    return QCoreApplication.translate("marks", text)


def kind_word(kind: MarkKind) -> str:
    return {
        MarkKind.HIGHLIGHT: _tr("highlight"),
        MarkKind.UNDERLINE: _tr("underline"),
        MarkKind.STRIKE_OUT: _tr("strike-out"),
        MarkKind.SQUIGGLY: _tr("squiggly underline"),
        MarkKind.NOTE: _tr("note"),
        MarkKind.TEXT: _tr("text"),
        MarkKind.PEN: _tr("drawing"),
        MarkKind.MARKER: _tr("marker"),
        MarkKind.BOX: _tr("box"),
        MarkKind.ELLIPSE: _tr("ellipse"),
        MarkKind.ARROW: _tr("arrow"),
        MarkKind.LINE: _tr("line"),
        MarkKind.POLYGON: _tr("polygon"),
        MarkKind.STAMP: _tr("stamp"),
        MarkKind.REGION: _tr("region"),
        MarkKind.TIME: _tr("time"),
    }[kind]


def time_words(seconds: float) -> str:
    """«3:07», or «1:02:05» from an hour on."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def place_words(mark: Mark) -> str:
    if mark.seconds is not None:
        return time_words(mark.seconds[0])
    return _tr("p. {n}").format(n=mark.page + 1)


def mark_words(mark: Mark, limit: int = 28) -> str:
    """«p. 3 “groups of four”»: the place, and the words that it is about or the kind of mark."""
    said = mark.quote or mark.text
    if said:
        shortened = said if len(said) <= limit else said[:limit].rstrip() + "…"
        return f"{place_words(mark)} “{' '.join(shortened.split())}”"
    return f"{place_words(mark)} {kind_word(mark.kind)}"


def citation_words(mark: Mark, title: str = "", limit: int = 60) -> str:
    """«p. 3, “groups of four”» as it stands in feedback; ``title`` names the evidence where it has to be said."""
    quote = " ".join(mark.quote.split())
    if len(quote) > limit:
        quote = quote[:limit].rsplit(" ", 1)[0] + "…"
    said = f"“{quote}”" if quote else kind_word(mark.kind)
    short = title if len(title) <= limit else title[:limit].rstrip() + "…"
    return ", ".join(filter(None, (short, place_words(mark), said)))


def full_words(mark: Mark, criterion: str) -> str:
    """All that a mark says: kind, place, quote, comment, criterion, who may see it."""
    parts = [f"{kind_word(mark.kind)}, {place_words(mark)}"]
    if mark.quote:
        parts.append(f"“{' '.join(mark.quote.split())}”")
    if mark.text:
        parts.append(mark.text)
    if criterion:
        parts.append(criterion)
    if mark.private:
        parts.append(_tr("only for assessor and approver"))
    return ". ".join(parts)
