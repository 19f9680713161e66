"""ODT, ODS and ODP, written member by member."""

from __future__ import annotations

from pathlib import Path

from tests.intake.lettering import landscape, picture_of_text, saved
from tests.intake.packing import DECLARATION, attr, halves, pack, text
from tests.intake.photo_metadata import jpeg_with_everything
from tests.intake.planting import Labels, Sheet, open_sheet

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{short}="{_OASIS}:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("meta", "meta"), ("config", "config"),
        ("presentation", "presentation"), ("script", "script"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_BODY = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def make_open_documents(folder: Path, labels: Labels, *, full: bool) -> None:
    for end in ("odt", "ods", "odp") if full else ("odt", "ods"):
        sheet = open_sheet(labels, folder, f"shared work.{end}")
        body = {"odt": _text, "ods": _table, "odp": _slides}[end](sheet)
        _write(sheet, end, body)


def _paragraph(value: str) -> str:
    return f"<text:p>{text(value)}</text:p>"


def _annotation(sheet: Sheet) -> str:
    return (
        f"<office:annotation><dc:creator>{text(sheet.metadata('annotation creator'))}</dc:creator>"
        f"<dc:date>2026-03-04T05:06:07</dc:date>{_paragraph(sheet.content('comment'))}"
        f"{_paragraph(sheet.innocent())}</office:annotation>"
    )


def _image(sheet: Sheet) -> str:
    return (
        f'<draw:frame draw:name={attr(sheet.metadata("picture name"))} svg:width="14cm" svg:height="6cm" '
        f'text:anchor-type="paragraph"><draw:image xlink:href="Pictures/text.png"/>'
        f"<svg:title>{text(sheet.metadata('alt text (title)'))}</svg:title>"
        f"<svg:desc>{text(sheet.metadata('alt text (desc)'))}</svg:desc></draw:frame>"
    )


def _text(sheet: Sheet) -> str:
    lines = "".join(_paragraph(line) for line in sheet.passage("body", 7, 6))
    left, right = halves(sheet.content("span split in the name", sheet.person.form("short")))
    split = f'<text:p>{text(left)}<text:span text:style-name="B">{text(right)}</text:span></text:p>'
    deleted = _paragraph(sheet.content("deleted text", stays=False))
    changer = text(sheet.metadata("tracked change creator"))
    changes = (
        '<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info>'
        f"<dc:creator>{changer}</dc:creator><dc:date>2026-03-04T05:06:07</dc:date></office:change-info>{deleted}"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    note = (
        '<text:p>Noted.<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{_paragraph(sheet.content('footnote'))}</text:note-body></text:note>"
        f'<text:change text:change-id="c1"/>{_annotation(sheet)}</text:p>'
    )
    hidden = _paragraph(sheet.content("hidden section", stays=False))
    section = f"<text:section text:name={attr(sheet.metadata('section name'))} text:display='none'>{hidden}"
    cells = f"<table:table-row><table:table-cell>{_paragraph(sheet.content('table cell'))}</table:table-cell>"
    cells += f"<table:table-cell>{_paragraph(sheet.innocent())}</table:table-cell></table:table-row>"
    table = f"<table:table table:name={attr(sheet.metadata('table name'))}><table:table-column/><table:table-column/>"
    name = attr(sheet.metadata("bookmark name"))
    link = attr(f"https://people.example/{sheet.metadata('link target')}")
    links = f'<text:p><text:bookmark text:name={name}/><text:a xlink:href={link} xlink:type="simple">A link</text:a> '
    author = sheet.content("author field", sheet.person.form("short"), stays=False)
    fields = f"<text:author-name>{text(author)}</text:author-name>"
    variable = "<text:user-field-decls><text:user-field-decl office:value-type='string' office:string-value="
    variable += f"{attr(sheet.metadata('user field'))} text:name='owner'/></text:user-field-decls>"
    return (
        f"{changes}{variable}{lines}{split}{note}{section}</text:section>{table}{cells}</table:table>"
        f"{links}{fields}</text:p><text:p>{_image(sheet)}</text:p>"
    )


def _table(sheet: Sheet) -> str:
    rows = "".join(
        '<table:table-row><table:table-cell office:value-type="string">'
        f"{_paragraph(line)}</table:table-cell></table:table-row>"
        for line in sheet.passage("cell", 6, 5)
    )
    formula = attr(f'of:=CONCATENATE("{sheet.content("text in a formula", stays=False)}";"")')
    cached = _paragraph(sheet.content("cached value", stays=False))
    rows += (
        f'<table:table-row><table:table-cell table:formula={formula} office:value-type="string">{cached}'
        f'</table:table-cell><table:table-cell office:value-type="string">{_annotation(sheet)}{_paragraph("x")}'
        "</table:table-cell></table:table-row>"
    )
    tab = attr(sheet.content("sheet name", sheet.person.form("short"), stays=False))
    name = attr(sheet.metadata("named range").translate(str.maketrans(" -", "__")))
    ranges = f"<table:named-expressions><table:named-expression table:name={name} table:expression='1'/>"
    return (
        f'<table:table table:name={tab}><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>'
        f"{ranges}</table:named-expressions>"
    )


def _slides(sheet: Sheet) -> str:
    lines = "".join(_paragraph(line) for line in sheet.passage("slide", 5, 4))
    notes = _paragraph(f"{sheet.content('speaker notes')} {sheet.innocent()}")
    return (
        f"<draw:page draw:name={attr(sheet.metadata('page name'))} draw:master-page-name='M'>"
        f'<draw:frame svg:x="1cm" svg:y="1cm" svg:width="24cm" svg:height="10cm"><draw:text-box>{lines}'
        f"</draw:text-box></draw:frame>{_image(sheet)}<presentation:notes><draw:frame svg:width='14cm' "
        f"svg:height='9cm'><draw:text-box>{notes}</draw:text-box></draw:frame></presentation:notes>"
        f"{_annotation(sheet)}</draw:page>"
    )


def _write(sheet: Sheet, end: str, body: str) -> None:
    kind = f"application/vnd.oasis.opendocument.{_BODY[end]}"
    head = f'{DECLARATION}<office:document-{{0}} {SPACES} office:version="1.3">{{1}}</office:document-{{0}}>'
    inner = f"<office:body><office:{_BODY[end]}>{body}</office:{_BODY[end]}></office:body>"
    script = f"<office:scripts><office:script script:language='x'>{text(sheet.metadata('script'))}</office:script>"
    bold = (
        '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    automatic = f"<office:automatic-styles>{bold}</office:automatic-styles>"
    members: dict[str, str | bytes] = {
        "content.xml": head.format("content", f"{script}</office:scripts>{automatic}{inner}"),
        "meta.xml": head.format("meta", _meta(sheet)),
        "settings.xml": head.format("settings", _settings(sheet)),
        "styles.xml": head.format("styles", _styles(sheet)),
        "Pictures/text.png": saved(picture_of_text(sheet, f"in {end.upper()}", 2, 1), "PNG"),
        "Pictures/photo.jpg": jpeg_with_everything(sheet, saved(landscape(), "JPEG"), f"media of {end.upper()}: "),
        "Thumbnails/thumbnail.png": saved(picture_of_text(sheet, "thumbnail", 1, 0, stays=False), "PNG"),
        "Configurations2/stray.xml": f"<x of={attr(sheet.metadata('stray member'))}/>",
    }
    rows = "".join(
        f'<manifest:file-entry manifest:full-path={attr(name)} manifest:media-type="{_media(name)}"/>'
        for name in members
    )
    members["META-INF/manifest.xml"] = (
        f'{DECLARATION}<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{rows}</manifest:manifest>'
    )
    pack(sheet.path, members, sheet.metadata("comment of the ZIP"), first=kind)


def _media(name: str) -> str:
    return {"xml": "text/xml", "png": "image/png", "jpg": "image/jpeg"}[name.rsplit(".", 1)[1]]


def _meta(sheet: Sheet) -> str:
    rows = "".join(
        f"<{tag}>{text(sheet.metadata(f'meta.xml {tag}'))}</{tag}>"
        for tag in ("dc:creator", "meta:initial-creator", "meta:printed-by", "dc:title", "dc:subject", "meta:keyword")
    )
    own = f"<meta:user-defined meta:name={attr(sheet.metadata('user-defined name'))}>"
    template = attr(f"file:///home/{sheet.metadata('template path', sheet.person.login)}/a.ott")
    return (
        f"<office:meta>{rows}{own}{text(sheet.metadata('user-defined value'))}</meta:user-defined>"
        f"<meta:template xlink:href={template}/></office:meta>"
    )


def _settings(sheet: Sheet) -> str:
    printer = text(sheet.metadata("printer name"))
    return (
        '<office:settings><config:config-item-set config:name="ooo:configuration-settings">'
        f'<config:config-item config:name="PrinterName" config:type="string">{printer}</config:config-item>'
        "</config:config-item-set></office:settings>"
    )


def _styles(sheet: Sheet) -> str:
    header = _paragraph(sheet.content("header"))
    footer = _paragraph(sheet.content("footer"))
    return (
        f"<office:styles><style:style style:name='Own' style:display-name={attr(sheet.metadata('style name'))} "
        "style:family='paragraph'/></office:styles><office:automatic-styles><style:page-layout style:name='L'/>"
        "</office:automatic-styles><office:master-styles><style:master-page style:name='Standard' "
        f"style:page-layout-name='L'><style:header>{header}</style:header><style:footer>{footer}</style:footer>"
        "</style:master-page><style:master-page style:name='M' style:page-layout-name='L'/></office:master-styles>"
    )
