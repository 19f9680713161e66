"""Text and tables as pages that are pleasant to read: a text response is evidence like any other."""

from __future__ import annotations

import io
from html import escape

import pymupdf

PAGE = pymupdf.paper_rect("a4")
MARGIN = 64.0
_STYLE = (
    "body{font-family:sans-serif;font-size:11pt;line-height:1.5;color:#1b2430} p{margin:0 0 8pt 0}"
    "h2{font-size:13pt;margin:12pt 0 6pt 0} table{border-collapse:collapse;font-size:8pt}"
    "td{border:0.5pt solid #b8c0ca;padding:2pt 4pt}"
)
MAX_CHARACTERS = 2_000_000


def paragraphs(text: str) -> str:
    """HTML of plain text; paragraphs and line breaks are kept."""
    blocks = text[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\x0c", "\n").split("\n\n")
    return "".join(f"<p>{escape(p.strip(chr(10))).replace(chr(10), '<br/>')}</p>" for p in blocks if p.strip())


def typeset(body: str) -> bytes:
    """A PDF of simple HTML that was made here, never of HTML that came with evidence."""
    story = pymupdf.Story(f"<body>{body or '<p>&#160;</p>'}</body>", user_css=_STYLE)
    output = io.BytesIO()
    writer = pymupdf.DocumentWriter(output)
    area = pymupdf.Rect(MARGIN, MARGIN, PAGE.width - MARGIN, PAGE.height - MARGIN)
    more = 1
    while more:
        device = writer.begin_page(PAGE)
        more, _ = story.place(area)
        story.draw(device)
        writer.end_page()
    writer.close()
    return output.getvalue()
