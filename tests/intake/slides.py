"""PPTX, written part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.intake.charts import chart
from tests.intake.lettering import landscape, picture_of_text, saved
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

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{RELATIONSHIPS}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
KIND = "application/vnd.openxmlformats-officedocument.presentationml"
OFFICE = "http://schemas.microsoft.com/office"
_GROUP = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


@dataclass
class Deck:
    members: dict[str, str | bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    slide: dict[str, tuple[str, str]] = field(default_factory=dict)
    outside: dict[str, tuple[str, str]] = field(default_factory=dict)
    shapes: list[str] = field(default_factory=list)
    whole: dict[str, tuple[str, str]] = field(default_factory=dict)

    def part(self, name: str, kind: str, data: str | bytes) -> None:
        self.members[f"ppt/{name}"] = data
        if kind:
            self.kinds[f"/ppt/{name}"] = kind if "/" in kind else f"{KIND}.{kind}+xml"


def make_slides(folder: Path, labels: Labels, *, full: bool) -> None:
    sheet = open_sheet(labels, folder, "lesson.pptx")
    deck = Deck()
    lines = sheet.passage("slide", 8 if full else 4, 5)
    deck.shapes.append(shape(10, 20, "".join(paragraph(run(line)) for line in lines), 250))
    left, right = halves(sheet.content("run split in the name", sheet.person.form("short")))
    deck.shapes.append(shape(11, 290, paragraph(run(left) + run(right, 'b="1"'))))
    _table(sheet, deck)
    _corners(sheet, deck)
    _pictures(sheet, deck)
    _comments(sheet, deck)
    _notes(sheet, deck)
    _layouts(sheet, deck)
    _write(sheet, deck)


def run(value: str, properties: str = "") -> str:
    return f'<a:r><a:rPr lang="en-US" sz="1200" {properties}/><a:t>{text(value)}</a:t></a:r>'


def paragraph(inner: str) -> str:
    return f"<a:p>{inner}</a:p>"


def shape(number: int, top: int, paragraphs: str, height: int = 30, names: str = 'name="Text"', click: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" {names}>{click}</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="300000" y="{top * 12700}"/><a:ext cx="8500000" cy="{height * 12700}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"/></p:spPr><p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>'
    )


def _table(sheet: Sheet, deck: Deck) -> None:
    rows = ""
    for _ in range(2):
        cells = (sheet.content("table cell"), sheet.innocent())
        columns = "".join(
            f"<a:tc><a:txBody><a:bodyPr/>{paragraph(run(cell))}</a:txBody><a:tcPr/></a:tc>" for cell in cells
        )
        rows += f'<a:tr h="300000">{columns}</a:tr>'
    grid = '<a:tblGrid><a:gridCol w="4000000"/><a:gridCol w="4000000"/></a:tblGrid>'
    deck.shapes.append(
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="12" name="Table"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="300000" y="4100000"/><a:ext cx="8000000" cy="600000"/></p:xfrm>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr/>'
        f"{grid}{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _corners(sheet: Sheet, deck: Deck) -> None:
    deck.outside["rIdLink"] = ("hyperlink", f"mailto:{sheet.metadata('hyperlink target', sheet.person.email)}")
    click = f'<a:hlinkClick r:id="rIdLink" tooltip={attr(sheet.metadata("hyperlink tooltip"))}/>'
    names = f"name={attr(sheet.metadata('shape name'))} descr={attr(sheet.metadata('alt text (descr)'))} "
    names += f"title={attr(sheet.metadata('alt text (title)'))}"
    deck.shapes.append(shape(13, 380, paragraph(run("A link")), names=names, click=click))
    outside = paragraph(run(sheet.content("shape beyond the slide's edge", stays=False)))
    deck.shapes.append(shape(14, 2000, outside))
    tag = f"<p:tag name={attr(sheet.metadata('tag name'))} val={attr(sheet.metadata('tag value'))}/>"
    deck.part("tags/tag1.xml", "tags", f"{DECLARATION}<p:tagLst {SPACES}>{tag}</p:tagLst>")
    deck.slide["rIdTag"] = ("tags", "../tags/tag1.xml")
    key, members, kinds = chart(sheet, "ppt", "chart in PPTX")
    deck.members |= members
    deck.kinds |= kinds
    deck.slide["rIdChart"] = ("chart", f"../{key}")
    deck.shapes.append(
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="15" name="Chart"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="300000" y="4800000"/><a:ext cx="4000000" cy="1800000"/></p:xfrm>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rIdChart"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    deck.part("vbaProject.bin", "", b"\xd0\xcf\x11\xe0" + sheet.metadata("VBA project").encode())
    deck.part("embeddings/oleObject1.bin", "", b"\xd0\xcf\x11\xe0" + sheet.metadata("OLE object").encode("utf-16-le"))
    deck.slide["rIdOle"] = ("oleObject", "../embeddings/oleObject1.bin")


def _pictures(sheet: Sheet, deck: Deck) -> None:
    deck.part("media/image1.png", "", saved(picture_of_text(sheet, "in PPTX", 2, 1), "PNG"))
    photo = jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "media of PPTX: ")
    deck.part("media/image2.jpeg", "", photo)
    for number, name in ((1, "image1.png"), (2, "image2.jpeg")):
        deck.slide[f"rIdImage{number}"] = ("image", f"../media/{name}")
        deck.shapes.append(
            f'<p:pic><p:nvPicPr><p:cNvPr id="{20 + number}" name="Picture"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="rIdImage{number}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr><a:xfrm><a:off x="{4_000_000 + number * 500_000}" y="4800000"/><a:ext cx="3000000" cy="1500000"/>'
            '</a:xfrm><a:prstGeom prst="rect"/></p:spPr></p:pic>'
        )


def _comments(sheet: Sheet, deck: Deck) -> None:
    authors = "".join(
        f'<p:cmAuthor id="{number}" name={attr(name)} initials={attr(letters)} lastIdx="1" clrIdx="0"/>'
        for number, name, letters in (
            (0, sheet.metadata("commentAuthors name"), sheet.metadata("commentAuthors initials")),
            (1, sheet.stranger("commentAuthors name"), "ZZ"),
        )
    )
    deck.part("commentAuthors.xml", "commentAuthors", f"{DECLARATION}<p:cmAuthorLst {SPACES}>{authors}</p:cmAuthorLst>")
    deck.whole["rIdAuthors"] = ("commentAuthors", "commentAuthors.xml")
    remark = f"{sheet.content('comment')} {sheet.innocent()}"
    comment = f'<p:cm authorId="0" idx="1"><p:pos x="10" y="10"/><p:text>{text(remark)}</p:text></p:cm>'
    deck.part("comments/comment1.xml", "comments", f"{DECLARATION}<p:cmLst {SPACES}>{comment}</p:cmLst>")
    deck.slide["rIdComments"] = ("comments", "../comments/comment1.xml")
    modern = (
        f'{DECLARATION}<p188:authorLst xmlns:p188="{OFFICE}/powerpoint/2018/8/main"><p188:author id="{{A}}" '
        f"name={attr(sheet.metadata('authors.xml name'))} initials='X' "
        f"userId={attr(sheet.metadata('authors.xml userId', sheet.person.email))} providerId='AD'/></p188:authorLst>"
    )
    deck.part("authors.xml", "application/vnd.ms-powerpoint.authors+xml", modern)
    deck.whole["rIdModern"] = (f"{OFFICE}/2018/10/relationships/authors", "authors.xml")


def _notes(sheet: Sheet, deck: Deck) -> None:
    inner = paragraph(run(f"{sheet.content('speaker notes')} {sheet.innocent()}"))
    notes = (
        f"{DECLARATION}<p:notes {SPACES}><p:cSld><p:spTree>{_GROUP}<p:sp><p:nvSpPr>"
        '<p:cNvPr id="2" name="Notes"/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{inner}</p:txBody></p:sp></p:spTree></p:cSld></p:notes>"
    )
    deck.part("notesSlides/notesSlide1.xml", "notesSlide", notes)
    deck.slide["rIdNotes"] = ("notesSlide", "../notesSlides/notesSlide1.xml")
    deck.members["ppt/notesSlides/_rels/notesSlide1.xml.rels"] = relations(
        {"rId1": ("slide", "../slides/slide1.xml"), "rId2": ("notesMaster", "../notesMasters/notesMaster1.xml")}
    )
    deck.part("notesMasters/notesMaster1.xml", "notesMaster", _tree("notesMaster", "", _COLOURS))
    deck.members["ppt/notesMasters/_rels/notesMaster1.xml.rels"] = relations({"rId1": ("theme", "../theme/theme1.xml")})
    deck.whole["rIdNotesMaster"] = ("notesMaster", "notesMasters/notesMaster1.xml")


_COLOURS = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)


def _tree(tag: str, shapes: str, rest: str = "", named: str = "") -> str:
    return (
        f"{DECLARATION}<p:{tag} {SPACES}><p:cSld{named}><p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>{rest}</p:{tag}>"
    )


def _layouts(sheet: Sheet, deck: Deck) -> None:
    footer = shape(30, 500, paragraph(run(sheet.content("slide master's footer"))))
    layouts = '<p:sldLayoutIdLst><p:sldLayoutId id="2147483660" r:id="rId1"/></p:sldLayoutIdLst>'
    deck.part("slideMasters/slideMaster1.xml", "slideMaster", _tree("sldMaster", footer, _COLOURS + layouts))
    deck.members["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = relations(
        {"rId1": ("slideLayout", "../slideLayouts/slideLayout1.xml"), "rId2": ("theme", "../theme/theme1.xml")}
    )
    named = f" name={attr(sheet.metadata('slide layout name'))}"
    hidden = shape(31, 510, paragraph(run(sheet.content("slide layout"))))
    deck.part("slideLayouts/slideLayout1.xml", "slideLayout", _tree("sldLayout", hidden, "", named))
    deck.members["ppt/slideLayouts/_rels/slideLayout1.xml.rels"] = relations(
        {"rId1": ("slideMaster", "../slideMasters/slideMaster1.xml")}
    )
    theme = (
        f"{DECLARATION}<a:theme {SPACES} name={attr(sheet.metadata('theme name'))}><a:themeElements>"
        '<a:clrScheme name="x"/><a:fontScheme name="x"/><a:fmtScheme name="x"/></a:themeElements></a:theme>'
    )
    deck.part("theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", theme)
    deck.slide["rIdLayout"] = ("slideLayout", "../slideLayouts/slideLayout1.xml")


def _write(sheet: Sheet, deck: Deck) -> None:
    deck.part("slides/slide1.xml", "slide", _tree("sld", "".join(deck.shapes)))
    deck.members["ppt/slides/_rels/slide1.xml.rels"] = relations(deck.slide, deck.outside)
    hidden = shape(40, 40, paragraph(run(sheet.content("hidden slide"))))
    deck.part("slides/slide2.xml", "slide", _tree("sld", hidden).replace("<p:sld ", '<p:sld show="0" ', 1))
    deck.members["ppt/slides/_rels/slide2.xml.rels"] = relations({"rId1": deck.slide["rIdLayout"]})
    section = (
        f'<p:extLst><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst '
        f'xmlns:p14="{OFFICE}/powerpoint/2010/main"><p14:section name={attr(sheet.metadata("section name"))} '
        'id="{6F2B5F8E-0000-4000-8000-000000000001}"/></p14:sectionLst></p:ext></p:extLst>'
    )
    shows = f"<p:custShowLst><p:custShow name={attr(sheet.metadata('custom show'))} id='0'><p:sldLst/></p:custShow>"
    main = (
        f'{DECLARATION}<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rIdMaster"/>'
        '</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rIdNotesMaster"/></p:notesMasterIdLst>'
        '<p:sldIdLst><p:sldId id="256" r:id="rIdSlide1"/><p:sldId id="257" r:id="rIdSlide2"/></p:sldIdLst>'
        f'<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>{shows}</p:custShowLst>{section}'
        "</p:presentation>"
    )
    deck.part("presentation.xml", "presentation.main", main)
    deck.whole |= {
        "rIdMaster": ("slideMaster", "slideMasters/slideMaster1.xml"), "rIdSlide1": ("slide", "slides/slide1.xml"),
        "rIdSlide2": ("slide", "slides/slide2.xml"),
    }  # fmt: skip
    deck.members["ppt/_rels/presentation.xml.rels"] = relations(deck.whole)
    properties = {
        "docProps/core.xml": core_properties(
            sheet.metadata("core creator"), sheet.metadata("core lastModifiedBy"),
            {"dc:title": sheet.metadata("core title")},
        ),
        "docProps/app.xml": app_properties(*(sheet.metadata(f"app {n}") for n in ("Company", "Manager", "Template"))),
        "docProps/custom.xml": custom_properties("Owner", sheet.metadata("custom property")),
        "docProps/thumbnail.jpeg": jpeg_with_everything(sheet, saved(landscape(), "JPEG"), "PPTX thumbnail: "),
    }  # fmt: skip
    package = {
        "rId1": ("officeDocument", "ppt/presentation.xml"), "rId2": (CORE, "docProps/core.xml"),
        "rId3": ("extended-properties", "docProps/app.xml"), "rId4": ("custom-properties", "docProps/custom.xml"),
        "rId5": (CORE.replace("core-properties", "thumbnail"), "docProps/thumbnail.jpeg"),
    }  # fmt: skip
    head = {"[Content_Types].xml": content_types(deck.kinds), "_rels/.rels": relations(package)}
    pack(sheet.path, head | properties | deck.members, sheet.metadata("comment of the ZIP"))
