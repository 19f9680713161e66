"""Text and tables as pages that are pleasant to read: a text response is evidence like any other."""

from __future__ import annotations

import codecs
import csv
import io
import re
from html import escape

import nh3
import pymupdf
from markdown_it import MarkdownIt
from striprtf.striprtf import rtf_to_text

from assessor_app.documents.model import DocumentError, FailureKind, PageSize

PAGE = pymupdf.paper_rect("a4")
MARGIN = 64.0
_STYLE = (
    "body{font-family:sans-serif;font-size:11pt;line-height:1.5;color:#1b2430} p{margin:0 0 8pt 0}"
    "h1{font-size:16pt;margin:0 0 8pt 0} h2{font-size:13pt;margin:12pt 0 6pt 0} h3{font-size:11pt;margin:10pt 0 4pt 0}"
    "table{border-collapse:collapse;font-size:8pt} td,th{border:0.5pt solid #b8c0ca;padding:2pt 4pt}"
    "blockquote{margin:0 0 8pt 16pt;color:#5b6675} pre,code{font-family:monospace;font-size:9pt}"
)
MAX_CHARACTERS = 2_000_000
MAX_PAGES = 2_000
_LONG_WORD = re.compile(r"\S{90}(?=\S{30})")
"""What has no place to break is broken at the end of a line: laying out one endless word takes forever."""
MAX_ROWS, MAX_COLUMNS = 5_000, 24
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TAGS = {"p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "b", "strong", "i", "em", "u", "s", "sub",
         "sup", "blockquote", "pre", "code", "table", "thead", "tbody", "tr", "td", "th", "hr", "div", "span", "dl",
         "dt", "dd", "a", "caption"}  # fmt: skip
_DROPPED = {"script", "style", "head", "title", "template", "noscript", "iframe", "object"}


def html_of_text(data: bytes, extension: str) -> str:
    """The body of a page for plain text, Markdown, CSV, RTF or HTML: no scripts, no styles, nothing fetched."""
    text = decoded(data)[:MAX_CHARACTERS]
    if extension == "html":
        return _clean(text)
    if extension == "md":
        return _clean(MarkdownIt("commonmark").enable("table").render(text))
    if extension == "csv":
        return _table(text)
    if extension == "rtf":
        return paragraphs(str(rtf_to_text(text, errors="ignore")).replace("\n", "\n\n"))
    return paragraphs(text)


def decoded(data: bytes) -> str:
    """Text by its byte order mark, else UTF-8, else what Windows wrote before it."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _clean(html: str) -> str:
    return nh3.clean(html, tags=_TAGS, clean_content_tags=_DROPPED, attributes={}, link_rel=None)


def _table(text: str) -> str:
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:8_192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = []
    try:
        for row in csv.reader(io.StringIO(text), dialect):
            rows.append("".join(f"<td>{escape(cell) or '&#160;'}</td>" for cell in row[:MAX_COLUMNS]))
            if len(rows) == MAX_ROWS:
                break
    except csv.Error:
        return paragraphs(text)
    more = "<p>The rest of the table is too long to be shown.</p>" if len(rows) == MAX_ROWS else ""
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>" + more


def paragraphs(text: str) -> str:
    """HTML of plain text; paragraphs and line breaks are kept."""
    blocks = text[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\x0c", "\n").split("\n\n")
    cut = (_LONG_WORD.sub(lambda found: found[0] + "\n", block) for block in blocks if block.strip())
    return "".join(f"<p>{escape(p.strip(chr(10))).replace(chr(10), '<br/>')}</p>" for p in cut)


def typeset(body: str) -> bytes:
    """A PDF of simple HTML that was made or cleaned here, never of HTML as it came with evidence."""
    story = pymupdf.Story(f"<body>{body or '<p>&#160;</p>'}</body>", user_css=_STYLE)
    output = io.BytesIO()
    writer = pymupdf.DocumentWriter(output)
    area = pymupdf.Rect(MARGIN, MARGIN, PAGE.width - MARGIN, PAGE.height - MARGIN)
    more, pages = 1, 0
    while more:
        if pages == MAX_PAGES:
            raise DocumentError(FailureKind.TOO_LARGE)
        device = writer.begin_page(PAGE)
        more, _ = story.place(area)
        story.draw(device)
        writer.end_page()
        pages += 1
    writer.close()
    return output.getvalue()


def text_page(text: str, size: PageSize) -> bytes:
    """A PDF of one page of ``size`` with all of the text, in type as large as fits."""
    with pymupdf.open() as document:
        page = document.new_page(width=size.width, height=size.height)
        margin = min(size.width, size.height) / 12
        area = pymupdf.Rect(margin, margin, size.width - margin, size.height - margin)
        page.insert_htmlbox(area, paragraphs(text), css=_STYLE, scale_low=0)
        return bytes(document.tobytes())
