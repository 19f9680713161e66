"""DOCX, written part by part: what a reader sees here, what nobody sees in ``word_corners.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.intake.lettering import picture_of_text, saved
from tests.intake.packing import (
    DECLARATION,
    PACKAGE,
    RELATIONSHIPS,
    attr,
    content_types,
    halves,
    pack,
    relations,
    text,
)
from tests.intake.planting import Labels, Sheet, open_sheet, open_sheet_named_after_its_author

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass
class Parts:
    """A document that is being written: body, members, relationships and content types."""

    body: list[str] = field(default_factory=list)
    members: dict[str, str | bytes] = field(default_factory=dict)
    inside: dict[str, tuple[str, str]] = field(default_factory=dict)
    outside: dict[str, tuple[str, str]] = field(default_factory=dict)
    package: dict[str, tuple[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def part(self, name: str, relation: str, kind: str, data: str | bytes) -> str:
        """Adds ``word/<name>`` and gives the relationship's id."""
        key = f"rId{len(self.inside) + 1}"
        self.members[f"word/{name}"] = data
        self.inside[key] = (relation, name)
        if kind:
            self.kinds[f"/word/{name}"] = kind
        return key


def run(value: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text(value)}</w:t></w:r>'


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def make_word(folder: Path, labels: Labels, *, full: bool) -> None:
    from tests.intake.word_corners import plant_in_corners

    sheet = open_sheet(labels, folder, "reflection.docx")
    parts = Parts()
    parts.body += [paragraph(run(line)) for line in sheet.passage("body", 14 if full else 6, 8)]
    _split_runs(sheet, parts)
    _table(sheet, parts)
    _notes(sheet, parts)
    _headers(sheet, parts)
    _text_box(sheet, parts)
    _picture(sheet, parts)
    write(sheet, parts)
    corners = open_sheet_named_after_its_author(labels, folder, "lesson plan", "docx")
    parts = Parts()
    parts.body += [paragraph(run(line)) for line in corners.passage("body", 3, 3)]
    comment = plant_in_corners(corners, parts)
    write(corners, parts, comment)


def _split_runs(sheet: Sheet, parts: Parts) -> None:
    for place in ("half bold", "half in a spelling mistake", "half in a hyperlink"):
        left, right = halves(sheet.content(f"run split in the name, {place}", sheet.person.form("short")))
        middle = {
            "half bold": run(right, "<w:b/>"),
            "half in a spelling mistake": f'<w:proofErr w:type="spellStart"/>{run(right)}',
            "half in a hyperlink": f'<w:hyperlink w:anchor="top">{run(right)}</w:hyperlink>',
        }[place]
        parts.body.append(paragraph(run(left) + middle + run(" and so on.")))
    left, right = sheet.content("line break in the name", sheet.person.form("short")).rsplit(" ", 1)
    parts.body.append(paragraph(f"{run(left)}<w:r><w:br/></w:r>{run(right)}"))
    letters = "".join(run(letter) for letter in sheet.content("a run for each letter", sheet.person.form("formal")))
    parts.body.append(paragraph(letters))


def _table(sheet: Sheet, parts: Parts) -> None:
    rows = ""
    for _ in range(3):
        cells = (sheet.content("table cell"), sheet.innocent())
        rows += "<w:tr>" + "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in cells) + "</w:tr>"
    grid = '<w:tblGrid><w:gridCol w:w="4500"/><w:gridCol w:w="4500"/></w:tblGrid>'
    parts.body.append(f"<w:tbl><w:tblPr/>{grid}{rows}</w:tbl>")


def _notes(sheet: Sheet, parts: Parts) -> None:
    for kind in ("footnote", "endnote"):
        notes = f'<w:{kind} w:id="2">{paragraph(run(sheet.content(kind)) + run(f" {sheet.innocent()}"))}</w:{kind}>'
        marks = "".join(
            f'<w:{kind} w:type="{name}" w:id="{number}">{paragraph(f"<w:r><w:{name}/></w:r>")}</w:{kind}>'
            for number, name in ((0, "separator"), (1, "continuationSeparator"))
        )
        xml = f"{DECLARATION}<w:{kind}s {SPACES}>{marks}{notes}</w:{kind}s>"
        parts.part(f"{kind}s.xml", f"{kind}s", f"{KIND}.{kind}s+xml", xml)
        reference = f'<w:r><w:{kind}Reference w:id="2"/></w:r>'
        parts.body.append(paragraph(run(f"With a {kind}.") + reference))
    comment = paragraph(run(sheet.content("comment")) + run(f" {sheet.innocent()}"))
    xml = (
        f'{DECLARATION}<w:comments {SPACES}><w:comment w:id="0" w:author={attr(sheet.metadata("comment author"))} '
        f"w:initials={attr(sheet.metadata('comment initials'))}>{comment}</w:comment>"
        f'<w:comment w:id="1" w:author={attr(sheet.stranger("comment author"))}>'
        f"{paragraph(run('Well put.'))}</w:comment></w:comments>"
    )
    parts.part("comments.xml", "comments", f"{KIND}.comments+xml", xml)
    for number in (0, 1):
        inner = f'<w:commentRangeStart w:id="{number}"/>{run("A remark on this.")}<w:commentRangeEnd w:id="{number}"/>'
        parts.body.append(paragraph(inner + f'<w:r><w:commentReference w:id="{number}"/></w:r>'))


def _headers(sheet: Sheet, parts: Parts) -> None:
    references = ""
    for name, tag in (("header", "hdr"), ("footer", "ftr")):
        inner = paragraph(run(sheet.content(name)) + run(f" {sheet.innocent()}"))
        xml = f"{DECLARATION}<w:{tag} {SPACES}>{inner}</w:{tag}>"
        key = parts.part(f"{name}1.xml", name, f"{KIND}.{name}+xml", xml)
        references += f'<w:{name}Reference w:type="default" r:id="{key}"/>'
    parts.body.append(f'<w:sectPr>{references}<w:pgSz w:w="12240" w:h="15840"/></w:sectPr>')


def _text_box(sheet: Sheet, parts: Parts) -> None:
    box = paragraph(run(sheet.content("text box")) + run(f" {sheet.innocent()}"))
    shape = (
        '<w:r><w:pict><v:shape style="width:300pt;height:60pt"><v:textbox><w:txbxContent>'
        f"{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    parts.body.insert(0, paragraph(shape))
    word_art = f"<v:textpath string={attr(sheet.content('WordArt'))}/>"
    art = f'<w:r><w:pict><v:shape style="width:300pt;height:40pt">{word_art}</v:shape></w:pict></w:r>'
    parts.body.insert(0, paragraph(art))


def _picture(sheet: Sheet, parts: Parts) -> None:
    data = saved(picture_of_text(sheet, "in DOCX", 3, 2), "PNG")
    key = parts.part("media/image1.png", "image", "", data)
    parts.body.insert(0, paragraph(drawing(key, 'name="Picture 1"')))


def drawing(key: str, names: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="5400000" cy="2400000"/>'
        f'<wp:docPr id="{key[3:]}" {names}/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" {names}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
        '<a:ext cx="5400000" cy="2400000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )  # fmt: skip


def write(sheet: Sheet, parts: Parts, comment: str = "") -> None:
    kinds = {"/word/document.xml": f"{KIND}.document.main+xml"} | parts.kinds
    package = {"rId1": ("officeDocument", "word/document.xml")} | parts.package
    # A section's properties are the last thing in a body.
    body = sorted(parts.body, key=lambda row: row.startswith("<w:sectPr"))
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(kinds), "_rels/.rels": relations(package),
        "word/document.xml": f"{DECLARATION}<w:document {SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(parts.inside, parts.outside),
    } | parts.members  # fmt: skip
    pack(sheet.path, members, comment)


CORE = f"{PACKAGE}/relationships/metadata/core-properties"
