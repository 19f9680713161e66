"""The corners of a DOCX that readers never look into."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.intake.charts import chart
from tests.intake.lettering import landscape, saved
from tests.intake.packing import (
    DECLARATION,
    app_properties,
    attr,
    core_properties,
    custom_properties,
    relations,
    text,
)
from tests.intake.photo_metadata import jpeg_with_everything
from tests.intake.planting import Sheet
from tests.intake.word import CORE, KIND, SPACES, Parts, drawing, paragraph, run


def plant_in_corners(sheet: Sheet, parts: Parts) -> str:
    """Gives the package's own comment."""
    _properties(sheet, parts)
    _revisions(sheet, parts)
    _fields_and_controls(sheet, parts)
    _pictures(sheet, parts)
    _settings(sheet, parts)
    _embedded(sheet, parts)
    parts.members[f"word/{sheet.metadata('name of a stray member')}.xml"] = "<x/>"
    parts.members["word/stray.bin"] = sheet.metadata("member that nothing leads to").encode()
    return sheet.metadata("comment of the ZIP")


def _properties(sheet: Sheet, parts: Parts) -> None:
    others = {
        tag: sheet.metadata(f"core {tag}") for tag in ("dc:title", "dc:subject", "dc:description", "cp:keywords",
        "cp:category", "cp:contentStatus")
    }  # fmt: skip
    core = core_properties(sheet.metadata("core creator"), sheet.metadata("core lastModifiedBy"), others)
    app = app_properties(*(sheet.metadata(f"app {name}") for name in ("Company", "Manager", "Template")))
    custom = custom_properties(sheet.metadata("custom property's name"), sheet.metadata("custom property's value"))
    parts.members |= {"docProps/core.xml": core, "docProps/app.xml": app, "docProps/custom.xml": custom}
    thumbnail = jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "DOCX thumbnail: ")
    parts.members["docProps/thumbnail.jpeg"] = thumbnail
    parts.package |= {
        "rId2": (CORE, "docProps/core.xml"), "rId3": ("extended-properties", "docProps/app.xml"),
        "rId4": ("custom-properties", "docProps/custom.xml"),
        "rId5": (CORE.replace("core-properties", "thumbnail"), "docProps/thumbnail.jpeg"),
    }  # fmt: skip
    office = "application/vnd.openxmlformats-officedocument"
    parts.kinds |= {
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{office}.extended-properties+xml",
        "/docProps/custom.xml": f"{office}.custom-properties+xml",
    }  # fmt: skip


def _revisions(sheet: Sheet, parts: Parts) -> None:
    def by(place: str) -> str:
        return f'w:id="{len(parts.body) + 50}" w:author={attr(sheet.metadata(place))} w:date="2026-03-04T05:06:07Z"'

    deleted = sheet.content("deleted text", stays=False)
    parts.body += [
        paragraph(f"<w:ins {by('insertion author')}>{run(sheet.content('inserted text'))}</w:ins>"),
        paragraph(f"<w:del {by('deletion author')}><w:r><w:delText>{text(deleted)}</w:delText></w:r></w:del>"),
        paragraph(f"<w:moveFrom {by('move author')}>{run('moved')}</w:moveFrom>"),
        paragraph(f"<w:moveTo {by('move author')}>{run('moved')}</w:moveTo>"),
        paragraph(run("formatted", f"<w:b/><w:rPrChange {by('formatting author')}><w:rPr/></w:rPrChange>")),
        f"<w:p><w:pPr><w:pPrChange {by('paragraph formatting author')}><w:pPr/></w:pPrChange></w:pPr>"
        f"{run(sheet.innocent())}</w:p>",
        paragraph(f"<w:ins w:id=\"49\" w:author={attr(sheet.stranger('insertion author'))}>{run('more')}</w:ins>"),
    ]  # fmt: skip
    person = sheet.metadata("people.xml author")
    people = (
        f'{DECLARATION}<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person '
        f'w15:author={attr(person)}><w15:presenceInfo w15:providerId="AD" '
        f"w15:userId={attr(sheet.metadata('people.xml userId', sheet.person.email))}/></w15:person></w15:people>"
    )
    parts.part(
        "people.xml", "http://schemas.microsoft.com/office/2011/relationships/people", f"{KIND}.people+xml", people
    )


def _fields_and_controls(sheet: Sheet, parts: Parts) -> None:
    rows = ""
    for code in ("AUTHOR", "FILENAME", "DOCPROPERTY Owner", "USERNAME"):
        value = sheet.content(f"result of field {code}", sheet.person.form("short"))
        rows += paragraph(f'<w:fldSimple w:instr=" {code} ">{run(value)}</w:fldSimple>')
    instruction = f' INCLUDETEXT "C:\\Users\\{sheet.metadata("path in a field code", sheet.person.login)}\\a.docx" '
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )  # fmt: skip
    code = f"<w:r><w:instrText>{text(instruction)}</w:instrText></w:r>"
    rows += paragraph(begin + code + middle + run(sheet.innocent()) + end)
    control = (
        f"<w:sdt><w:sdtPr><w:alias w:val={attr(sheet.metadata('content control title'))}/>"
        f"<w:tag w:val={attr(sheet.metadata('content control tag'))}/><w:placeholder><w:docPart "
        f"w:val={attr(sheet.metadata('content control placeholder'))}/></w:placeholder></w:sdtPr>"
        f"<w:sdtContent>{paragraph(run(sheet.content('content control')))}</w:sdtContent></w:sdt>"
    )
    name = sheet.metadata("bookmark name").replace(" ", "_")
    mark = f'<w:bookmarkStart w:id="9" w:name={attr(name)}/>{run("Marked.")}<w:bookmarkEnd w:id="9"/>'
    parts.body += [rows, control, paragraph(mark)]
    parts.outside["rIdLink"] = ("hyperlink", f"https://people.example/{sheet.metadata('hyperlink target')}")
    tip = attr(sheet.metadata("hyperlink tooltip"))
    parts.body.append(
        paragraph(f'<w:hyperlink r:id="rIdLink" w:tooltip={tip}>{run(sheet.content("hyperlink text"))}</w:hyperlink>')
    )
    hidden = run(sheet.content("hidden text", stays=False), "<w:vanish/>")
    white = run(sheet.content("white text", stays=False), '<w:color w:val="FFFFFF"/>')
    parts.body.append(paragraph(hidden + run(" ") + white))


def _pictures(sheet: Sheet, parts: Parts) -> None:
    data = jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "media of DOCX: ")
    key = parts.part("media/image2.jpeg", "image", "", data)
    names = f"name={attr(sheet.metadata('picture name'))} descr={attr(sheet.metadata('alt text (descr)'))} "
    names += f"title={attr(sheet.metadata('alt text (title)'))}"
    parts.body.append(paragraph(drawing(key, names)))


def _settings(sheet: Sheet, parts: Parts) -> None:
    settings = (
        f'{DECLARATION}<w:settings {SPACES}><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot '
        f'w:val="00AA11BB"/></w:rsids><w:docVars><w:docVar w:name={attr(sheet.metadata("docVar name"))} '
        f"w:val={attr(sheet.metadata('docVar value'))}/></w:docVars>"
        f"<w:writeProtection w:recommended=\"1\"/></w:settings>"
    )  # fmt: skip
    parts.part("settings.xml", "settings", f"{KIND}.settings+xml", settings)
    template = f"file:///C:\\Users\\{sheet.metadata('attached template', sheet.person.login)}\\Normal.dotm"
    parts.members["word/_rels/settings.xml.rels"] = relations({}, {"rId1": ("attachedTemplate", template)})
    item = f"<owner xmlns='urn:ours' of={attr(sheet.metadata('customXml attribute'))}>"
    item += f"{text(sheet.metadata('customXml text'))}</owner>"
    parts.members["customXml/item1.xml"] = f"{DECLARATION}{item}"
    parts.inside["rIdCustom"] = ("customXml", "../customXml/item1.xml")
    styles = (
        f'{DECLARATION}<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="Own"><w:name '
        f"w:val={attr(sheet.metadata('style name'))}/></w:style></w:styles>"
    )
    parts.part("styles.xml", "styles", f"{KIND}.styles+xml", styles)
    glossary = paragraph(run(sheet.content("building block", stays=False)))
    parts.part("glossary/document.xml", "glossaryDocument", f"{KIND}.document.glossary+xml", (
        f"{DECLARATION}<w:glossaryDocument {SPACES}><w:docParts><w:docPart><w:docPartBody>{glossary}"
        "</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"
    ))  # fmt: skip


def _embedded(sheet: Sheet, parts: Parts) -> None:
    """A chart with its workbook, an OLE object, printer settings, a document within, and macros."""
    key, members, kinds = chart(sheet, "word", "chart in DOCX")
    parts.members |= members
    parts.kinds |= kinds
    parts.inside["rIdChart"] = ("chart", key)
    frame = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="4000000" cy="2000000"/><wp:docPr id="77" name="Chart"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rIdChart"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    parts.body.append(paragraph(frame))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + sheet.metadata("OLE object").encode("utf-16-le")
    parts.part("embeddings/oleObject1.bin", "oleObject", "", ole)
    printer = sheet.metadata("printer settings").encode("utf-16-le")
    parts.part("printerSettings/printerSettings1.bin", "printerSettings", "", printer)
    macros = b"\xd0\xcf\x11\xe0" + sheet.metadata("VBA project").encode()
    parts.part("vbaProject.bin", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "", macros)
    parts.part("embeddings/inner.docx", "package", "", _inner_document(sheet))


def _inner_document(sheet: Sheet) -> bytes:
    from tests.intake.word import write

    with TemporaryDirectory() as folder:
        inner = Sheet(sheet.labels, Path(folder) / "inner.docx", sheet.format)
        parts = Parts(body=[paragraph(run(sheet.content("embedded document", stays=False)))])
        write(inner, parts)
        data = inner.path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise ValueError("the embedded document is no package")
    return data
