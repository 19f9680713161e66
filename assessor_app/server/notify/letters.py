"""A message as it is said: a subject and parts, from which the plain text and the HTML are made alike."""

from __future__ import annotations

import re
import textwrap
from enum import StrEnum
from typing import Any

from assessor_app.domain.value import Value

_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing: what people wrote can't disguise itself."""


class PartKind(StrEnum):
    PARAGRAPH = "paragraph"
    FACTS = "facts"
    LIST = "list"
    QUOTE = "quote"
    LINK = "link"
    HEADING = "heading"


class Part(Value):
    """``text`` is of a paragraph, a quote, a heading or a link; ``rows`` are a list's items, or facts of two cells."""

    kind: PartKind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    address: str = ""


class Letter(Value):
    """``foot`` stands below everything, in small print."""

    subject: str
    parts: tuple[Part, ...]
    foot: str


def said(text: str) -> Part:
    return Part(kind=PartKind.PARAGRAPH, text=clean(text))


def facts(*rows: tuple[str, str]) -> Part:
    return Part(kind=PartKind.FACTS, rows=tuple((name, clean(value)) for name, value in rows))


def listed(items: tuple[str, ...]) -> Part:
    return Part(kind=PartKind.LIST, rows=tuple((clean(item),) for item in items))


def quoted(text: str) -> Part:
    """What somebody wrote, line for line."""
    return Part(kind=PartKind.QUOTE, text=clean(text))


def link(words: str, address: str) -> Part:
    return Part(kind=PartKind.LINK, text=words, address=address)


def heading(text: str) -> Part:
    return Part(kind=PartKind.HEADING, text=clean(text))


def clean(text: str) -> str:
    """Without characters that nobody sees; line ends stay."""
    return _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def as_text(letter: Letter) -> str:
    """The letter as plain text. Lines end where paragraphs do: phones are narrower than any number of columns."""
    blocks = [_block(part) for part in letter.parts]
    return "\n\n".join([*(block for block in blocks if block), f"-- \n{letter.foot}"]) + "\n"


def _block(part: Part) -> str:
    match part.kind:
        case PartKind.FACTS:
            return "\n".join(f"{name}: {value}" for name, value in part.rows)
        case PartKind.LIST:
            return "\n".join(f"• {item}" for (item,) in part.rows)
        case PartKind.QUOTE:
            return textwrap.indent(part.text, "> ", lambda _: True)
        case PartKind.LINK:
            return f"{part.text}\n{part.address}"
        case PartKind.HEADING:
            return f"{part.text}\n{'-' * min(len(part.text), 72)}"
        case PartKind.PARAGRAPH:
            return part.text


def stored(letter: Letter) -> dict[str, Any]:
    return letter.model_dump(mode="json", exclude_defaults=True)
