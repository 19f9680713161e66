"""What cameras, phones and picture programs write beside the pixels."""

from __future__ import annotations

import struct

import piexif
from PIL import ImageCms

from tests.intake.lettering import landscape, saved
from tests.intake.packing import attr, text
from tests.intake.planting import Sheet

_LIMIT = 65_000


def xmp(sheet: Sheet, place: str) -> bytes:
    def value(what: str) -> str:
        return text(sheet.metadata(f"{place} {what}"))

    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        f"photoshop:AuthorsPosition={attr(sheet.metadata(f'{place} position'))}>"
        f"<dc:creator><rdf:Seq><rdf:li>{value('dc:creator')}</rdf:li></rdf:Seq></dc:creator>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{value("dc:title")}</rdf:li></rdf:Alt></dc:title>'
        f"<xmpRights:Owner><rdf:Bag><rdf:li>{value('owner')}</rdf:li></rdf:Bag></xmpRights:Owner>"
        f"<pdf:Keywords>{value('keywords')}</pdf:Keywords></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def exif(sheet: Sheet, place: str = "EXIF", orientation: int = 1) -> bytes:
    """Whole, with "Exif" ahead: the usual tags, the owner, GPS, a maker's note, a thumbnail with a comment."""

    def value(what: str) -> bytes:
        return sheet.metadata(f"{place} {what}").encode()

    thumbnail = saved(landscape(), "JPEG", comment=value("in the thumbnail"))
    return piexif.dump({
        "0th": {
            piexif.ImageIFD.Artist: value("Artist"), piexif.ImageIFD.Copyright: value("Copyright"),
            piexif.ImageIFD.ImageDescription: value("ImageDescription"), piexif.ImageIFD.Orientation: orientation,
            piexif.ImageIFD.XPAuthor: sheet.metadata(f"{place} XPAuthor").encode("utf-16-le"),
            piexif.ImageIFD.HostComputer: value("HostComputer"),
        },
        "Exif": {
            piexif.ExifIFD.UserComment: b"ASCII\0\0\0" + value("UserComment"),
            piexif.ExifIFD.MakerNote: b"Maker\0" + value("MakerNote"),
            piexif.ExifIFD.CameraOwnerName: value("CameraOwnerName"),
        },
        "GPS": {
            piexif.GPSIFD.GPSLatitudeRef: b"N", piexif.GPSIFD.GPSLatitude: ((30, 1), (16, 1), (2, 1)),
            piexif.GPSIFD.GPSAreaInformation: b"ASCII\0\0\0" + value("GPS area"),
        },
        "1st": {piexif.ImageIFD.Compression: 6}, "thumbnail": thumbnail,
    })  # fmt: skip


def iptc(sheet: Sheet) -> bytes:
    """Image resource blocks of Photoshop, with IPTC records, a caption and what a plug-in kept."""
    records = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(raw)) + raw
        for number, name in ((80, "By-line"), (120, "caption"), (116, "copyright"), (122, "writer"))
        for raw in [sheet.metadata(f"IPTC {name}").encode()]
    )
    return _resource(0x0404, records) + _resource(0x0FA0, sheet.metadata("8BIM private resource").encode())


def _resource(number: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)


def icc(sheet: Sheet) -> bytes:
    """A colour profile that a person made for their own screen, and named."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = sheet.metadata("ICC description").encode("utf-16-be")
    tag = b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(name), 28) + name
    tag += b"\0" * (-len(tag) % 4)
    (count,) = struct.unpack(">I", plain[128:132])
    table = b""
    for index in range(count):
        key, offset, length = struct.unpack(">4sII", plain[132 + 12 * index : 144 + 12 * index])
        table += struct.pack(">4sII", key, offset + 12, length)
    body = plain[132 + 12 * count :]
    table += struct.pack(">4sII", b"dmdd", len(plain) + 12, len(tag))
    whole = plain[:128] + struct.pack(">I", count + 1) + table + body + tag
    return struct.pack(">I", len(whole)) + whole[4:]


def jpeg_with_everything(sheet: Sheet, picture: bytes, place: str = "", orientation: int = 1) -> bytes:
    """Every segment in which JPEG files carry words, and bytes behind the end of the picture."""
    private = sheet.metadata(f"{place}JPEG APP10 private").encode()
    segments = [
        _segment(0xE1, exif(sheet, f"{place}EXIF", orientation)),
        _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(sheet, f"{place}XMP")),
        _segment(0xE2, b"ICC_PROFILE\0\x01\x01" + icc(sheet)),
        _segment(0xED, b"Photoshop 3.0\0" + iptc(sheet)),
        _segment(0xEA, b"Private\0" + private),
        _segment(0xFE, sheet.metadata(f"{place}JPEG comment").encode()),
    ]
    behind = sheet.metadata(f"{place}bytes behind the JPEG's end").encode()
    return picture[:2] + b"".join(segments) + picture[2:] + b"\0\0\0\0" + behind


def _segment(marker: int, data: bytes) -> bytes:
    if len(data) > _LIMIT:
        raise ValueError("a JPEG segment holds 64 KB")
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data
