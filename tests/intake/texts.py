"""Plain text, tables, Markdown, HTML and RTF."""

from __future__ import annotations

import base64
import html
import json
from pathlib import Path

from tests.intake.lettering import landscape, saved
from tests.intake.packing import attr, halves
from tests.intake.person import unaccented
from tests.intake.photo_metadata import jpeg_with_everything
from tests.intake.planting import Labels, open_sheet


def make_texts(folder: Path, labels: Labels, *, full: bool) -> None:
    _html(folder, labels)
    _rtf(folder, labels)
    _plain(folder, labels, "notes.txt", "utf-8-sig")
    _csv(folder, labels)
    if full:
        _plain(folder, labels, "old notes.txt", "cp1252")
        _plain(folder, labels, "unicode notes.txt", "utf-16")
        _markdown(folder, labels)


def _plain(folder: Path, labels: Labels, name: str, encoding: str) -> None:
    sheet = open_sheet(labels, folder, name, f"txt ({encoding})")
    lines = sheet.passage("text", 8, 7)
    first, second = sheet.content("broken over two lines", sheet.person.form("full")).rsplit(" ", 1)
    lines += [f"{first}\r\n{second} wrote this."]
    sheet.path.write_bytes("\r\n".join(_written(line, encoding) for line in lines).encode(encoding))


def _written(line: str, encoding: str) -> str:
    """People leave out the accents that their keyboard's encoding lacks."""
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return unaccented(line)
    return line


def _csv(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "roster.csv")
    rows = [f'"{sheet.content("cell")}";"{sheet.innocent()}";{number}' for number in range(6)]
    given, family = sheet.person.given, sheet.person.family
    apart = f'"{sheet.content("given name and family name in two cells", sheet.person.form("short"))}"'
    rows.append(apart.replace(f"{given} {family}", f'{given}";"{family}') + ";9")
    sheet.path.write_text("\n".join(["Pupil;Remark;Score", *rows]), encoding="utf-8")


def _markdown(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "journal.md", "markdown")
    left, right = halves(sheet.content("half bold", sheet.person.form("short")))
    head = f"---\nauthor: {sheet.metadata('front matter')}\n---\n<!-- {sheet.metadata('comment')} -->\n"
    link = f"[a link](https://people.example/{sheet.metadata('link target').replace(' ', '-')})"
    lines = sheet.passage("text", 4, 4)
    sheet.path.write_text(head + "\n\n".join([*lines, f"{left}**{right}**", link]), encoding="utf-8")


def _entities(value: str) -> str:
    """Half the letters as entities, decimal and hexadecimal in turns, and the accented ones too."""
    forms = (lambda c: c, lambda c: f"&#{ord(c)};", lambda c: c, lambda c: f"&#x{ord(c):x};")
    return "".join(forms[n % 4](c) if c.isalpha() else html.escape(c) for n, c in enumerate(value))


def _html(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "web page.html")
    photo = jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "in HTML: ")
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in sheet.passage("text", 8, 7))
    left, right = halves(sheet.content("half bold", sheet.person.form("short")))
    token, _, rest = sheet.content("written as entities", sheet.person.form("short")).partition(" ")
    hidden = html.escape(sheet.content("hidden element", stays=False))
    data = json.dumps({"owner": sheet.metadata("script's JSON")})
    sheet.path.write_text(
        f"<!doctype html><!-- {sheet.metadata('comment')} --><html><head><meta charset=utf-8>"
        f"<title>{html.escape(sheet.metadata('title'))}</title>"
        f"<meta name=author content={attr(sheet.metadata('meta author'))}>"
        f'<meta name={attr(sheet.metadata("meta name"))} content=x><base href="https://x.example/">'
        f"<link rel=author href={attr('mailto:' + sheet.metadata('link href', sheet.person.email))}>"
        f"<style>/* {sheet.metadata('style comment')} */</style><script>var page = {data};</script></head>"
        f"<body data-owner={attr(sheet.metadata('data attribute'))} class={attr(sheet.metadata('class'))}>{lines}"
        f"<p>{html.escape(left)}<b>{html.escape(right)}</b></p><p>{token} {_entities(rest)}</p>"
        f"<table><tr><td>{html.escape(sheet.content('table cell'))}</td><td>{html.escape(sheet.innocent())}</td></tr>"
        f"</table><p title={attr(sheet.metadata('title attribute'))}>A title</p>"
        f'<img alt={attr(sheet.metadata("alt attribute"))} src="data:image/jpeg;base64,{_base64(photo)}">'
        f'<p style="display:none">{hidden}</p><input value={attr(sheet.metadata("input value"))}>'
        f"<a href={attr('https://people.example/' + sheet.metadata('link target'))}>A link</a></body></html>",
        encoding="utf-8",
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def escaped(value: str, *, unicode: bool) -> str:
    """As RTF writes letters beyond ASCII: a byte of the code page, or a number and a stand-in."""
    out = ""
    for letter in value:
        if letter in "\\{}":
            out += "\\" + letter
        elif letter.isascii():
            out += letter
        elif unicode or len(letter.encode("cp1252", "ignore")) != 1:
            out += f"\\u{ord(letter)}?"
        else:
            out += f"\\'{letter.encode('cp1252').hex()}"
    return out


def _rtf(folder: Path, labels: Labels) -> None:
    sheet = open_sheet(labels, folder, "letter.rtf")

    def hidden(place: str, value: str = "", *, unicode: bool = False) -> str:
        return escaped(sheet.metadata(place, value), unicode=unicode)

    info = "".join(
        f"{{\\{word} {hidden(f'info {word}', unicode=word == 'author')}}}"
        for word in ("author", "operator", "title", "subject", "company", "manager", "doccomm", "keywords")
    )
    revisions = f"{{\\*\\revtbl{{Unknown;}}{{{hidden('revtbl')};}}}}"
    names = f"{{\\*\\userprops{{\\propname owner}}\\proptype30{{\\staticval {hidden('userprops')}}}}}"
    variables = f"{{\\*\\docvar{{{hidden('docvar name')}}}{{{hidden('docvar value')}}}}}"
    template = f"{{\\*\\template C:\\\\Users\\\\{hidden('template', sheet.person.login)}}}"
    rows = "".join(f"{escaped(line, unicode=n % 2 == 0)}\\par\n" for n, line in enumerate(sheet.passage("text", 10, 8)))
    left, right = halves(sheet.content("half bold", sheet.person.form("short")))
    photo = jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "picture in RTF: ")
    note = f"{{\\*\\atnid x}}{{\\*\\atnauthor {hidden('atnauthor')}}}\\chatn{{\\*\\annotation "
    field = f'{{\\field{{\\*\\fldinst HYPERLINK "https://people.example/{hidden("hyperlink")}"}}{{\\fldrslt a link}}}}'
    plain = (
        f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 DejaVu Sans;}}}}{{\\info{info}}}{revisions}{names}"
        f"{variables}{template}\n{{\\header {escaped(sheet.content('header'), unicode=False)}\\par}}\n{rows}"
        f"{escaped(left, unicode=False)}{{\\b {escaped(right, unicode=True)}}}\\par\n"
        f"{note}{escaped(sheet.content('comment'), unicode=False)}}}\n{field}\\par\n"
        f"{{\\v {escaped(sheet.content('hidden text', stays=False), unicode=False)}}}\\par\n"
        f"{{\\*\\bkmkstart {hidden('bookmark')}}}\\par\n"
        f"{{\\pict\\jpegblip\\picwgoal2400\\pichgoal1800 {photo.hex()}}}\n"
        f"{{\\*\\unknowngroup {hidden('group that nobody knows')}}}}}"
    )
    sheet.path.write_text(plain + hidden("bytes behind the RTF"), encoding="ascii")
