"""XLSX, written part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.intake.charts import chart
from tests.intake.lettering import landscape, saved
from tests.intake.packing import (
    DECLARATION,
    RELATIONSHIPS,
    app_properties,
    attr,
    content_types,
    core_properties,
    custom_properties,
    halves,
    pack,
    relations,
    text,
)
from tests.intake.photo_metadata import jpeg_with_everything
from tests.intake.planting import Labels, Sheet, open_sheet
from tests.intake.word import CORE

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPACES = f'xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OFFICE = "http://schemas.microsoft.com/office"


@dataclass
class Book:
    members: dict[str, str | bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    whole: dict[str, tuple[str, str]] = field(default_factory=dict)
    sheet: dict[str, tuple[str, str]] = field(default_factory=dict)
    outside: dict[str, tuple[str, str]] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    def part(self, name: str, kind: str, data: str | bytes) -> None:
        self.members[f"xl/{name}"] = data
        if kind:
            self.kinds[f"/xl/{name}"] = kind if "/" in kind else f"{KIND}.{kind}+xml"

    def row(self, *cells: str) -> None:
        number = len(self.rows) + 1
        placed = "".join(cell.replace("<c ", f'<c r="{"ABCDEF"[n]}{number}" ', 1) for n, cell in enumerate(cells))
        self.rows.append(f'<row r="{number}">{placed}</row>')

    def shared_cell(self, inner: str) -> str:
        self.shared.append(f"<si>{inner}</si>")
        return f'<c t="s"><v>{len(self.shared) - 1}</v></c>'


def make_sheets(folder: Path, labels: Labels, *, full: bool) -> None:
    sheet = open_sheet(labels, folder, "growth data.xlsx")
    book = Book()
    _cells(sheet, book, full=full)
    _comments(sheet, book)
    _drawing(sheet, book)
    _caches(sheet, book)
    _outside(sheet, book)
    _write(sheet, book)


def plain(value: str) -> str:
    return f'<t xml:space="preserve">{text(value)}</t>'


def _cells(sheet: Sheet, book: Book, *, full: bool) -> None:
    for line in sheet.passage("shared string", 8 if full else 5, 6):
        book.row(book.shared_cell(plain(line)), '<c t="n"><v>12</v></c>')
    for _ in range(3):
        inline = f'<c t="inlineStr"><is>{plain(sheet.content("inline string"))}</is></c>'
        book.row(inline, f'<c t="inlineStr"><is>{plain(sheet.innocent())}</is></c>')
    left, right = halves(sheet.content("shared string of two runs", sheet.person.form("short")))
    book.row(book.shared_cell(f"<r>{plain(left)}</r><r><rPr><b/></rPr>{plain(right)}</r>"))
    for _ in range(2):
        made = sheet.content("text in a formula, and its cached value")
        formula = f'CONCATENATE("{made}"," is here")'
        book.row(f'<c t="str"><f>{text(formula)}</f><v>{text(made)} is here</v></c>')
    cached = sheet.content("cached value alone")
    book.row(f'<c t="str"><f>UPPER(A1)</f><v>{text(cached)}</v></c>')
    book.row(f'<c t="n"><v>{sheet.person.digits}</v></c>')


def _comments(sheet: Sheet, book: Book) -> None:
    remark = f"<comment ref='A1' authorId='0'><text><r>{plain(sheet.content('comment'))}</r></text></comment>"
    remark += f"<comment ref='A2' authorId='1'><text><r>{plain(sheet.innocent())}</r></text></comment>"
    authors = f"<author>{text(sheet.metadata('comment author'))}</author>"
    authors += f"<author>{text(sheet.stranger('comment author'))}</author>"
    xml = f"{DECLARATION}<comments {SPACES}><authors>{authors}</authors><commentList>{remark}</commentList></comments>"
    book.part("comments1.xml", "comments", xml)
    book.sheet["rIdComments"] = ("comments", "../comments1.xml")
    threads = f"{OFFICE}/spreadsheetml/2018/threadedcomments"
    persons = (
        f'{DECLARATION}<personList xmlns="{threads}"><person displayName={attr(sheet.metadata("person"))} '
        f"id='{{1}}' userId={attr(sheet.metadata('person userId', sheet.person.email))} providerId='AD'/></personList>"
    )
    book.part("persons/person.xml", "application/vnd.ms-excel.person+xml", persons)
    book.whole["rIdPersons"] = (f"{OFFICE}/2017/10/relationships/person", "persons/person.xml")
    said = text(sheet.content("threaded comment"))
    thread = (
        f'{DECLARATION}<ThreadedComments xmlns="{threads}"><threadedComment ref="A1" personId="{{1}}" id="{{2}}">'
        f"<text>{said}</text></threadedComment></ThreadedComments>"
    )
    book.part("threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml", thread)
    book.sheet["rIdThread"] = (
        f"{OFFICE}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml",
    )  # fmt: skip


def _drawing(sheet: Sheet, book: Book) -> None:
    book.part("media/image1.jpeg", "", jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "media of XLSX: "))
    key, members, kinds = chart(sheet, "xl", "chart in XLSX")
    book.members |= members
    book.kinds |= kinds
    spot = "<xdr:from><xdr:col>{0}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>20</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    spot += "</xdr:from><xdr:to><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>30</xdr:row>"
    spot += "<xdr:rowOff>0</xdr:rowOff></xdr:to>"
    names = f"name={attr(sheet.metadata('picture name'))} descr={attr(sheet.metadata('alt text'))}"
    picture = (
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" {names}/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        '<a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>'
        '<a:prstGeom prst="rect"/></xdr:spPr></xdr:pic>'
    )
    frame = (
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="3" name="Chart"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId2"/></a:graphicData>'
        "</a:graphic></xdr:graphicFrame>"
    )
    box = (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="4" name="Box"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
        '<xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r>'
        f"<a:t>{text(sheet.content('text box'))}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    anchors = "".join(
        f"<xdr:twoCellAnchor>{spot.format(column, column + 3)}{thing}<xdr:clientData/></xdr:twoCellAnchor>"
        for column, thing in ((1, picture), (5, frame), (9, box))
    )
    xml = (
        f'{DECLARATION}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{RELATIONSHIPS}">{anchors}'
        "</xdr:wsDr>"
    )
    book.part("drawings/drawing1.xml", "application/vnd.openxmlformats-officedocument.drawing+xml", xml)
    book.members["xl/drawings/_rels/drawing1.xml.rels"] = relations(
        {"rId1": ("image", "../media/image1.jpeg"), "rId2": ("chart", f"../{key}")}
    )
    book.sheet["rIdDrawing"] = ("drawing", "../drawings/drawing1.xml")


def _caches(sheet: Sheet, book: Book) -> None:
    item = attr(sheet.content("pivot cache's item", stays=False))
    cache = (
        f"{DECLARATION}<pivotCacheDefinition {SPACES} refreshedBy={attr(sheet.metadata('pivot cache refreshedBy'))} "
        f'recordCount="0"><cacheSource type="worksheet"><worksheetSource ref="A1:B2" sheet="Growth"/></cacheSource>'
        f'<cacheFields count="1"><cacheField name="Pupil"><sharedItems count="1"><s v={item}/></sharedItems>'
        "</cacheField></cacheFields></pivotCacheDefinition>"
    )
    book.part("pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition", cache)
    book.whole["rIdCache"] = ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
    connection = sheet.metadata("connection's path", sheet.person.login)
    book.part("connections.xml", "connections", (
        f"{DECLARATION}<connections {SPACES}><connection id='1' name='c' type='6' refreshedVersion='6'><textPr "
        f"sourceFile={attr(f'C:/Users/{connection}/growth.csv')}/></connection></connections>"
    ))  # fmt: skip
    book.whole["rIdConnections"] = ("connections", "connections.xml")
    book.part("printerSettings/printerSettings1.bin", "", sheet.metadata("printer settings").encode("utf-16-le"))
    book.sheet["rIdPrinter"] = ("printerSettings", "../printerSettings/printerSettings1.bin")
    book.part("vbaProject.bin", "", b"\xd0\xcf\x11\xe0" + sheet.metadata("VBA project").encode())
    users = f"{DECLARATION}<users {SPACES} count='1'><userInfo guid='{{3}}' name={attr(sheet.metadata('shared users'))}"
    book.part("revisions/userNames.xml", "userNames", f"{users} id='1'/></users>")
    book.whole["rIdUsers"] = (f"{RELATIONSHIPS}/usernames", "revisions/userNames.xml")


def _outside(sheet: Sheet, book: Book) -> None:
    xml = (
        f'{DECLARATION}<externalLink {SPACES}><externalBook r:id="rId1"><sheetNames><sheetName '
        f"val={attr(sheet.metadata('external sheet name'))}/></sheetNames></externalBook></externalLink>"
    )
    book.part("externalLinks/externalLink1.xml", "externalLink", xml)
    target = f"file:///C:\\Users\\{sheet.metadata('external link', sheet.person.login)}\\roster.xlsx"
    book.members["xl/externalLinks/_rels/externalLink1.xml.rels"] = relations(
        {}, {"rId1": ("externalLinkPath", target)}
    )
    book.whole["rIdExternal"] = ("externalLink", "externalLinks/externalLink1.xml")
    book.outside["rIdLink"] = ("hyperlink", f"https://people.example/{sheet.metadata('hyperlink target')}")


def _write(sheet: Sheet, book: Book) -> None:
    tip = attr(sheet.metadata("hyperlink tooltip"))
    screen = attr(sheet.metadata("hyperlink display"))
    prompt = attr(sheet.content("validation prompt", stays=False))
    after = (
        "<dataValidations count='1'><dataValidation type='none' sqref='C1' showInputMessage='1' "
        f"promptTitle='Note' prompt={prompt}/></dataValidations>"
        f"<hyperlinks><hyperlink ref='B1' r:id='rIdLink' tooltip={tip} display={screen}/></hyperlinks>"
        "<pageSetup r:id='rIdPrinter'/><headerFooter>"
        f"<oddHeader>{text('&L' + sheet.content('page header'))}</oddHeader>"
        f"<oddFooter>{text('&C' + sheet.content('page footer'))}</oddFooter></headerFooter>"
        '<drawing r:id="rIdDrawing"/>'
    )
    data = '<cols><col min="1" max="2" width="70" customWidth="1"/></cols>'
    data += f"<sheetData>{''.join(book.rows)}</sheetData>"
    book.part("worksheets/sheet1.xml", "worksheet", f"{DECLARATION}<worksheet {SPACES}>{data}{after}</worksheet>")
    book.members["xl/worksheets/_rels/sheet1.xml.rels"] = relations(book.sheet, book.outside)
    hidden = f'<row r="1"><c r="A1" t="inlineStr"><is>{plain(sheet.content("hidden sheet"))}</is></c></row>'
    book.part("worksheets/sheet2.xml", "worksheet", (
        f"{DECLARATION}<worksheet {SPACES}><sheetData>{hidden}</sheetData></worksheet>"
    ))  # fmt: skip
    shared = f"{DECLARATION}<sst {SPACES}>{''.join(book.shared)}</sst>"
    book.part("sharedStrings.xml", "sharedStrings", shared)
    book.part("workbook.xml", "sheet.main", _workbook(sheet))
    book.whole |= {
        "rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("worksheet", "worksheets/sheet2.xml"),
        "rIdShared": ("sharedStrings", "sharedStrings.xml"),
    }  # fmt: skip
    book.members["xl/_rels/workbook.xml.rels"] = relations(book.whole)
    properties = {
        "docProps/core.xml": core_properties(
            sheet.metadata("core creator"), sheet.metadata("core lastModifiedBy"),
            {"dc:title": sheet.metadata("core title")},
        ),
        "docProps/app.xml": app_properties(*(sheet.metadata(f"app {n}") for n in ("Company", "Manager", "Template"))),
        "docProps/custom.xml": custom_properties("Owner", sheet.metadata("custom property")),
    }  # fmt: skip
    package = {
        "rId1": ("officeDocument", "xl/workbook.xml"), "rId2": (CORE, "docProps/core.xml"),
        "rId3": ("extended-properties", "docProps/app.xml"), "rId4": ("custom-properties", "docProps/custom.xml"),
    }  # fmt: skip
    head = {"[Content_Types].xml": content_types(book.kinds), "_rels/.rels": relations(package)}
    pack(sheet.path, head | properties | book.members, sheet.metadata("comment of the ZIP"))


def _workbook(sheet: Sheet) -> str:
    path = f"C:\\Users\\{sheet.metadata('absPath', sheet.person.login)}\\"
    name = sheet.metadata("defined name").translate(str.maketrans(" -", "__"))
    remark = attr(sheet.metadata("defined name's comment"))
    tab = sheet.content("sheet name", sheet.person.form("initialled"), stays=False)[:31]
    plain_tab = sheet.innocent("room 147")
    return (
        f'{DECLARATION}<workbook {SPACES} xmlns:x15ac="{OFFICE}/spreadsheetml/2010/11/ac">'
        f"<fileSharing userName={attr(sheet.metadata('fileSharing userName'))}/><x15ac:absPath url={attr(path)}/>"
        f'<sheets><sheet name={attr(tab)} sheetId="1" r:id="rId1"/>'
        f'<sheet name={attr(plain_tab)} sheetId="2" state="hidden" '
        f'r:id="rId2"/></sheets><externalReferences><externalReference r:id="rIdExternal"/></externalReferences>'
        f"<definedNames><definedName name={attr(name)} comment={remark}>1</definedName></definedNames>"
        '<pivotCaches><pivotCache cacheId="1" r:id="rIdCache"/></pivotCaches></workbook>'
    )
