"""What looks like a person in the text of evidence: addresses, numbers, names and signatures, found by their form.

Nothing here knows names. A name is what stands where documents put one: behind a title, in a field, under a closing,
at the edge of many pages. Sources: the numbering plans of libphonenumber (``phonenumbers``), RFC 5321 and 6531 as
``email_validator`` reads them, the check digits of ``stdnum``, and the header that the MLA Handbook asks for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.gb import nhs, upn
from stdnum.mx import curp, rfc
from stdnum.us import itin, ssn

from assessor_app.domain.ordinary_words import ORDINARY_WORDS


class LeakKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    NAME = "name"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Leak:
    """Characters ``start`` to ``end`` (not included) of the text of ``page``, counted from 0, and what they say."""

    kind: LeakKind
    page: int
    start: int
    end: int
    text: str


class _Hit(NamedTuple):
    """``rank``: of hits that overlap, the highest stays; of equal ones the longest."""

    kind: LeakKind
    start: int
    end: int
    rank: int


class _Place(NamedTuple):
    """A possible running line: where its name stands, and the page number printed beside it."""

    page: int
    start: int
    end: int
    number: int | None


def find_leaks(pages: Sequence[str]) -> tuple[Leak, ...]:
    """Every leak in the pages' texts, in the order of reading; no two of them overlap."""
    usual = _usual_words(pages)
    running = _running_names(pages, usual)
    leaks: list[Leak] = []
    for page, text in enumerate(pages):
        hits = [
            *_emails(text), *_id_numbers(text), *_phones(text), *_signatures(text, usual), *_fields(text, usual),
            *_titled(text, usual), *running.get(page, ()),
        ]  # fmt: skip
        leaks += [Leak(hit.kind, page, hit.start, hit.end, text[hit.start : hit.end]) for hit in _apart(hits)]
    return tuple(leaks)


def _apart(hits: Iterable[_Hit]) -> list[_Hit]:
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: (-hit.rank, hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


# --- E-mail addresses -------------------------------------------------------------------------------------------------

_LOCAL = r"""(?<![^\s@<>()\[\]{},;:"“”„'’|])[^\s@<>()\[\]{},;:"“”„'’|]{1,80}"""
_EMAIL = re.compile(rf"{_LOCAL}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{{2,}}(?![\w@])")
_TOP = r"(?:com|org|net|edu|gov|info|school|us|es|mx|de|at|ch|uk|ca|eu)(?![\w-])"
_TORN_EMAIL = re.compile(rf"{_LOCAL}\s?@\s?[\w-]+(?:-\s[\w-]+)?(?:\s?\.\s?[\w-]+){{0,3}}?\s?\.\s?{_TOP}")
_AT, _DOT = r"\s?[\[({]\s?(?:at|arroba|ät)\s?[\])}]\s?", r"\s?[\[({]\s?(?:dot|punto|punkt)\s?[\])}]\s?"
_SPELT_EMAIL = re.compile(rf"{_LOCAL}(?i:{_AT})[\w-]+(?:(?:(?i:{_DOT})|\.)[\w-]+)+")
_PLACEHOLDER = re.compile(
    r"(?i)(?:your|my|the)?[._-]?(?:e?mail|user(?:name)?|name|first(?:name)?[._-]?last(?:name)?|nombre(?:[._-]apellidos?)?"
    r"|vorname[._-]nachname|student|teacher|someone|x+)"
)


def _emails(text: str) -> Iterator[_Hit]:
    shapes = [_EMAIL, _TORN_EMAIL] if "@" in text else []
    if "[" in text or "(" in text or "{" in text:
        shapes.append(_SPELT_EMAIL)
    for rank, shape in enumerate(shapes):
        for match in shape.finditer(text):
            start = match.start() + len(match[0]) - len(match[0].lstrip(".*_-/"))
            if _is_address(text[start : match.end()]):
                yield _Hit(LeakKind.EMAIL, start, match.end(), 9 - rank)


def _is_address(written: str) -> bool:
    address = re.sub(r"\s", "", re.sub(_DOT, ".", re.sub(_AT, "@", written, flags=re.I), flags=re.I))
    if _PLACEHOLDER.fullmatch(address.partition("@")[0]):
        return False
    try:
        validate_email(address, check_deliverability=False, test_environment=True, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True


# --- Phone numbers ----------------------------------------------------------------------------------------------------

_NO_PHONE = re.compile(
    r"""(?ix)
    (?=[\dhwipscogad])(?: https?://\S+ | \bwww\.\S+ | \b10\.\d{4,}/\S+
    | \bIS[BS]N(?:-?1[03])?\s*:?\s*[\dX][\dX\s–-]{7,20} | (?<!\d)97[89][ –-]?(?:\d[ –-]?){9}\d(?!\d)
    | (?<![\d.-])(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)|\d{4}([./-])\d{1,2}\2\d{1,2})(?![\d-])
    | \b(?:19|20)\d\d\s?[–/-]\s?(?:(?:19|20)\d\d|\d\d)(?!\d) | \b\d{1,2}:\d\d\b | \d+(?:[.,]\d+)?\s?%
    | \b(?:pp|pages|páginas|págs?|seiten)\.?\s*\d+[\d ,–-]*
    | \b(?:ID|code|passcode|item|order|catalog|grant|account|doi)\b\s*(?:no\.?|number)?[:\#]?\s*\d[\d -]* )
    """
)
"""Numbers of other kinds, that a numbering plan could take for its own."""

_BEFORE, _AFTER = r"(?<![\w.,/=#&+-])", r"(?![\w/=%]|[.,–-]\d)"
_ALONE_BEFORE, _ALONE_AFTER = rf"(?<!\d\s){_BEFORE}", rf"{_AFTER}(?!\s\d)"
_PHONE_SHAPES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(rf"{_BEFORE}(?:\+|00)[1-9]\d{{0,2}}(?:[ ./–-]{{0,2}}\(?\d{{1,8}}\)?){{2,6}}{_AFTER}"), ("DE",)),
    (
        re.compile(
            rf"{_BEFORE}(?:1[ .–-])?(?:\(\d{{3}}\) ?|\d{{3}} ?[./–-] ?)\d{{3}} ?[.–-] ?\d{{4}}{_AFTER}"
            rf"|{_ALONE_BEFORE}(?:\(\d{{3}}\) ?\d{{3}} \d{{4}}|\d{{3}} \d{{3}} \d{{4}}|\d{{10}}){_ALONE_AFTER}"
        ),
        ("US",),
    ),
    (
        re.compile(
            rf"{_BEFORE}(?:01 )?(?:\(\d{{2,3}}\) ?|\d{{2}}[ .–-])\d{{4}}[ .–-]\d{{4}}{_AFTER}"
            rf"|{_BEFORE}(?:\(\d{{3}}\) ?|\d{{3}}[ .–-])\d{{3}}[ .–-]\d{{2}}[ .–-]?\d{{2}}{_ALONE_AFTER}"
        ),
        ("MX",),
    ),
    (
        re.compile(
            rf"{_ALONE_BEFORE}(?:\(0\d{{2,5}}\) ?|0\d{{2,5}} ?[ /–-] ?)\d{{2,9}}(?:[ –-]\d{{2,5}}){{0,4}}{_ALONE_AFTER}"
            rf"|{_ALONE_BEFORE}0[1-9]\d{{8,10}}{_ALONE_AFTER}"
        ),
        ("DE", "GB"),
    ),
    (
        re.compile(
            rf"{_ALONE_BEFORE}[6-9](?:\d\d([ .-])\d{{3}}\1\d{{3}}|\d\d([ .-])\d\d\2\d\d\2\d\d"
            rf"|\d([ .-])\d{{3}}\3\d\d\3\d\d|\d{{8}}){_ALONE_AFTER}"
        ),
        ("ES",),
    ),
)
"""How a number is laid out where it is dialled without a country's code; ``DE`` only serves those that have one."""

_PHONE_LABEL = re.compile(
    r"(?i)(?<!\w)(?:tel(?:\.|ephone|efon(?:nummer)?|éfono)?|(?:tele)?phone|cell(?:ular)?|mobile?|móvil|handy|fax|whatsapp"
    r"|cel(?:ular)?\.?)\s*(?:number|no\.?|nr\.?|#)?\s*[:.]?\s*(\+?\(?\d[\d ()./–-]{5,}\d)(?!\w)"
)
_LIKE_SCORES = 150
_SEVEN_DIGITS = re.compile(r"(?:\d[ ()./–-]{0,3}){6}\d")


def _phones(text: str) -> Iterator[_Hit]:
    if not _SEVEN_DIGITS.search(text):
        return
    masked = _NO_PHONE.sub(lambda match: ";" * len(match[0]), text)
    if not _SEVEN_DIGITS.search(masked):
        return
    for match in _PHONE_LABEL.finditer(masked):
        if 6 <= sum(map(str.isdigit, match[1])) <= 15:
            yield _Hit(LeakKind.PHONE, match.start(1), match.end(1), 6)
    for shape, regions in _PHONE_SHAPES:
        for match in shape.finditer(masked):
            if not _is_row(match[0]) and any(_dialled(match[0], region) for region in regions):
                yield _Hit(LeakKind.PHONE, match.start(), match.end(), 4)


def _is_row(written: str) -> bool:
    """Three numbers of about the same size, as Lexile measures and scale scores stand in a row."""
    groups = written.split(" ")
    return [len(group) for group in groups] == [3, 3, 3] and int(max(groups)) - int(min(groups)) <= _LIKE_SCORES


def _dialled(written: str, region: str) -> bool:
    return any(phonenumbers.PhoneNumberMatcher(written, region, leniency=phonenumbers.Leniency.VALID))


# --- Numbers of persons -----------------------------------------------------------------------------------------------

_CHECKED: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (
        re.compile(r"(?<![\w-])\d{3}[-‑–]\d{2}[-‑–]\d{4}(?![\w-])"),
        lambda text: ssn.is_valid(text) or itin.is_valid(text),
    ),
    (re.compile(r"(?<![\w-])\d{2}\.?\d{3}\.?\d{3}[ -]?[A-Z](?!\w)"), dni.is_valid),
    (re.compile(r"(?<![\w-])[XYZ]-?\d\.?\d{3}\.?\d{3}-?[A-Z](?!\w)"), nie.is_valid),
    (re.compile(r"(?<!\w)[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?!\w)"), curp.is_valid),
    (re.compile(r"(?<!\w)[A-ZÑ&]{4}-?\d{6}-?[A-Z0-9]{2}[0-9A](?!\w)"), rfc.is_valid),
    (re.compile(r"(?<!\w)[A-Z]\d{11}[A-Z0-9](?!\w)"), upn.is_valid),
    (re.compile(r"(?<![\w-])(?<!\d )\d{3} \d{3} \d{4}(?![\w-]| \d)"), nhs.is_valid),
    (re.compile(r"(?<![\w-])(?<!\d )[1-9]\d(?:\d{9}| \d{3} \d{3} \d{3})(?![\w-]| \d)"), idnr.is_valid),
)
_BORN = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d"
_SHAPED = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)"
    rf"|(?<!\w)\d\d ?{_BORN} ?[A-Z] ?\d{{3}}(?!\w)"
)
"""National Insurance numbers (HMRC, NIM39110) and German pension insurance numbers (VKVV, § 2)."""

_WHOSE = (
    r"(?:employee|emp\.?|staff|teacher|educator|faculty|personnel|payroll|student|pupil|learner|candidate|badge"
    r"|(?:teach(?:ing|er)\s+)?(?:licen[sc]e|certificate|certification)|passport|social\s+security|national\s+insurance"
    r"|taxpayer|nhs|driver'?s?\s+licen[sc]e|personal)(?:['’]s)?"
)
_OF = r"(?:\s+(?:de(?:l|\s+la)?)\s+|\s+)"
_QUIEN = (
    r"(?:emplead[oa]|trabajadora?|docente|maestr[oa]|profesora?|alumn[oa]|estudiante|expediente"
    r"|control|seguridad\s+social|nómina)"
)
_NUMMER = r"(?:[- ]?(?:nummer|nr\.?|id|kennung|kennziffer))"
_ID_LABEL = re.compile(
    rf"""(?ix)(?<!\w)(?:
    {_WHOSE.replace(" ", "[ ]")}\s*(?:id(?:entification)?\b(?:\s*(?:number|no\.?|\#))?|i\.d\.|number|num\.|no\.|nr\.|\#)
    | (?:número|num\.?|núm\.?|no\.|n\.?[º°]|nº|clave|id){_OF}{_QUIEN} | matrícula | cédula(?:\s+profesional)?
    | (?:personal|pers\.?|mitarbeiter(?:innen)?|schüler(?:innen)?|matrikel|lehrer|dienst|ausweis|personalausweis|steuer
        |steueridentifikations|sozialversicherungs|rentenversicherungs|sv){_NUMMER}
    | ssn | itin | curp | rfc | dni | nie | nif | nss | nino | ssid | upn | trn
    | (?<=\n)id(?:\s*(?:no\.?|number))?\s*(?=[:\#])
    )\s*(?:[:\#=.]|\bis\b|\bist\b|\bes\b)?\s*\#?\s*
    """
)
_ID_VALUE = re.compile(
    r"\d{2,3}(?: \d{2,4}){2,3}(?!\w)|\d\d \d{6} [A-Z] \d{3}|(?:[A-Z]{1,4} )?[A-Z0-9]+(?:[-–./][A-Z0-9]+)*(?!\w)"
)
_FOUR_DIGITS = re.compile(r"(?:\d\D?){3}\d")


def _id_numbers(text: str) -> Iterator[_Hit]:
    if not _FOUR_DIGITS.search(text):
        return
    for label in _ID_LABEL.finditer(text):
        value = _ID_VALUE.match(text, label.end())
        if value is not None and sum(map(str.isdigit, value[0])) >= 4:
            yield _Hit(LeakKind.ID_NUMBER, value.start(), value.end(), 7)
    for shape, is_valid in _CHECKED:
        for match in shape.finditer(text):
            if is_valid(match[0].replace("‑", "-").replace("–", "-")):
                yield _Hit(LeakKind.ID_NUMBER, match.start(), match.end(), 5)
    for match in _SHAPED.finditer(text):
        yield _Hit(LeakKind.ID_NUMBER, match.start(), match.end(), 5)


# --- Names ------------------------------------------------------------------------------------------------------------

_UPPER = "[" + "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))) if c.isupper()) + "]"
_LETTER = "(?:[^\\W\\d_]|[\u0300-\u036f])"
"""A letter, or the accent of one that a document wrote in two characters."""
_PART = rf"(?:['’]?{_LETTER})*"
_NAME_WORD = rf"{_UPPER}\.(?!\w)|{_UPPER}{_PART}(?:[-‐‑]{_LETTER}{_PART})*(?!\w)"
_GAP = "[ \t\u00a0]+"
_FIRST_PARTICLE = r"(?:del?|di|da|du|dos|la|le|van|von|zu|ter|ten|el|al|bin)"
_PARTICLE = rf"(?:{_FIRST_PARTICLE}|las|los|der|den|dem)"
_NAME = re.compile(rf"(?:{_FIRST_PARTICLE}{_GAP}(?:{_PARTICLE}{_GAP})*)?(?P<word>{_NAME_WORD})")
_MORE = re.compile(rf"{_GAP}(?:{_PARTICLE}{_GAP})*(?P<word>{_NAME_WORD})")
_INVERTED = re.compile(rf",{_GAP}(?P<word>{_NAME_WORD})")
_MOST_WORDS = 4

_DOTTED = r"(?i:m(?:rs?|s|x)|dra?|prof(?:a|ra?)?|sr(?:a|ta)?|mtr[oa]|lic|ing|hr|fr)\."
_PLAIN = r"M(?:rs?|s|x|iss)|Dr|Prof|Frau|Herrn?|Señor(?:a|ita)?|señor(?:a|ita)?|[Dd]oña"
_LOOSE = r"Professor(?:in)?|Coach|Principal|[Mm]aestr[oa]|[Pp]rofesora?|[Dd]octora|Lehrerin|Miss|Madame"
_TITLE = re.compile(
    rf"(?<!\w)(?:(?P<sure>(?:{_DOTTED}|(?:{_PLAIN})(?!\w))(?:\s(?:{_DOTTED}|Dr(?!\w)|med\.|phil\.))*)|(?:{_LOOSE})(?!\w))"
    r"[ \t\u00a0]*\n?[ \t\u00a0]*"
)
_GENERIC = frozenset(ORDINARY_WORDS.split())
"""Words that a field, a title or the edge of a page often has, and that are no name: of them a name is never made."""


def _usual_words(pages: Sequence[str]) -> frozenset[str]:
    """The words that the pages also write in small letters; a heading is made of such, a name seldom."""
    return frozenset(word.strip(".,;:!?()\"'") for text in pages for word in text.split() if word.islower())


def _read_name(text: str, at: int, usual: frozenset[str], least: int = 1) -> tuple[int, int] | None:
    """The name that begins at ``at``, as characters from and to; None if fewer than ``least`` words of one are there.

    Text without line breaks runs on behind a name, so it ends at the first word that is none.
    """
    words, end, match = list[str](), at, _NAME.match(text, at)
    while match is not None:
        word = re.sub(r"['’][sS]$", "", match["word"])
        if word.casefold() in _GENERIC or (len(words) >= 2 and word.casefold() in usual):
            break
        words.append(word)
        end = match.start("word") + len(word)
        if word != match["word"] or len(words) == _MOST_WORDS:
            break
        match = _MORE.match(text, end)
    if len(words) < least or not any(len(word.rstrip(".")) > 1 for word in words):
        return None
    return at, end


def _is_usual(words: str, usual: frozenset[str]) -> bool:
    return all(word.strip(".,").casefold() in usual for word in words.split())


def _titled(text: str, usual: frozenset[str]) -> Iterator[_Hit]:
    for title in _TITLE.finditer(text):
        name = _read_name(text, title.end(), usual)
        if name is not None and (title["sure"] or not _is_usual(text[name[0] : name[1]], usual)):
            yield _Hit(LeakKind.NAME, title.start(), name[1], 2)


_LINE_START = r"(?:^|\n)[ \t]*"
_BLANK = r"[ \t\u00a0]*(?:[_.…]{2,}[ \t]*)?"
_ROLE = (
    r"(?:teachers?|educators?|instructors?|student[ ]teachers?|principal|coach|mentor|observer|evaluator"
    r"|presenters?|facilitators?|authors?|observee|candidate|supervisor|contact|lehrer(?:in|:in|/in)?|lehrkraft"
    r"|lehrperson|klassenlehrer(?:in)?|referendar(?:in)?|verfasser(?:in)?|autor(?:es|as?|in)?|docentes?|maestr[oa]s?"
    r"|profesora?s?|tutora?|directora?|responsable|alumn[oa]|schüler(?:in)?|ansprechpartner(?:in)?)"
)
_NAMED = (
    r"(?:(?:full[ ]|first[ ]|last[ ]|printed[ ])?names?"
    r"|nombre(?:[ ](?:y[ ]apellidos?|completo|del?(?:[ ]la)?[ ](?:docente|maestr[oa]|profesora?|alumn[oa]"
    r"|estudiante)))?"
    r"|apellidos?|vorname|nachname|familienname|vor-[ ]und[ ]nachname|name,?[ ]vorname"
    r"|name[ ](?:of|der|des)(?:[ ]the)?[ ](?:teacher|student|educator|candidate|lehrkraft|lehrerin|lehrers|schülers))"
)
_FIELD = re.compile(
    rf"(?i)(?<![\w'’-])(?:(?P<name>{_NAMED})|(?P<role>{_ROLE}))(?:[ ]?\(s\))?[ \t]*[:：]{_BLANK}\n?[ \t]*"
)
_CELL = re.compile(
    rf"(?i:{_LINE_START}(?:[a-z]+(?:['’]s)?[ ])?(?:(?P<name>{_NAMED})|(?P<role>{_ROLE})))"
    r"[ \t]*(?:\n|\t|_{2,}|[ ]{2,})[ \t]*"
)
_THINGS_WORDS = """
    school unit course lesson file project class activity district book group team program assessment standard tool
    app document strategy module text game room domain brand user event artifact title site place common
"""
_THINGS = frozenset(_THINGS_WORDS.split())
"""What else has a name: of these a field's is no person's."""
_BY = re.compile(
    r"(?<!\w)(?P<sure>(?i:submitted|prepared|completed|presented|observed|evaluated|taught|compiled|reviewed|typed)\s+by"
    r"|(?i:(?:presentado|elaborado|realizado|entregado|preparado)\s+por)"
    r"|(?i:(?:eingereicht|vorgelegt|erstellt|verfasst|bearbeitet|ausgearbeitet)\s+von))(?:\s*:)?\s+"
    r"|(?<!\w)(?:[Mm]y name is|[Mm]e llamo|[Mm]i nombre es|[Mm]ein Name ist|[Ii]ch heiße)\s+"
    r"|(?<!\w)(?:Created|Designed|Developed|Written|Planned|Author(?=:)|Escrito|Creado)(?:\s+(?:by|por))?\s*:?\s+"
)
_JOINED = re.compile(r"[ \t]*(?:,[ ]and\b|[,&;]|\b(?:and|und|y)\b)[ \t]*")


def _fields(text: str, usual: frozenset[str]) -> Iterator[_Hit]:
    if ":" in text:
        for field in _FIELD.finditer(text):
            if not _of_a_thing(text, field):
                yield from _field_names(text, field, usual)
    for cell in _CELL.finditer(text):
        name = _read_name(text, cell.end(), usual, least=2)
        if name and _ends_line(text, name[1]) and cell[0].split()[0].casefold() not in _THINGS:
            yield from _name_hit(text, name, usual)
    for by in _BY.finditer(text):
        yield from _people(text, by.end(), usual, 1 if by["sure"] else 2)


def _of_a_thing(text: str, field: re.Match[str]) -> bool:
    """Whether the word before "name" says that the field is a school's, a file's and so on."""
    before = text[max(0, field.start() - 24) : field.start()].rpartition("\n")[2].split()
    return field["name"] is not None and bool(before) and before[-1].casefold() in _THINGS


def _field_names(text: str, field: re.Match[str], usual: frozenset[str]) -> Iterator[_Hit]:
    """A role's colon also begins what is said in a conversation, so there one word is a name on a line of its own."""
    at = _behind_title(text, field.end())
    name = _read_name(text, at, usual)
    if name is None:
        return
    if field["name"] and (inverted := _INVERTED.match(text, name[1])) and inverted["word"].casefold() not in _GENERIC:
        yield from _name_hit(text, (at, inverted.end()), usual)
    elif field["name"] or at > field.end() or _ends_line(text, name[1]):
        yield from _people(text, field.end(), usual, 1)
    else:
        yield from _people(text, field.end(), usual, 2)


def _people(text: str, at: int, usual: frozenset[str], least: int) -> Iterator[_Hit]:
    """One name of at least as many words, and those that a comma or an "and" joins to it."""
    name = _read_name(text, _behind_title(text, at), usual, least)
    while name is not None:
        yield from _name_hit(text, name, usual)
        joined = _JOINED.match(text, name[1])
        name = joined and _read_name(text, _behind_title(text, joined.end()), usual, least=2)


def _name_hit(text: str, name: tuple[int, int], usual: frozenset[str]) -> Iterator[_Hit]:
    if not _is_usual(text[name[0] : name[1]], usual):
        yield _Hit(LeakKind.NAME, *name, 2)


def _behind_title(text: str, at: int) -> int:
    title = _TITLE.match(text, at)
    return at if title is None else title.end()


def _ends_line(text: str, at: int) -> bool:
    return not text[at : (text + "\n").index("\n", at)].strip(" \t\u00a0,.")


# --- Signatures -------------------------------------------------------------------------------------------------------

_CLOSING = (
    r"Sincerely(?: yours)?|Yours (?:truly|sincerely|faithfully)|Respectfully(?: (?:submitted|yours))?"
    r"|(?:With )?(?:[Bb]est|[Kk]ind|[Ww]arm)(?:est)? (?:[Rr]egards|[Ww]ishes)|Atentamente|Cordialmente|Respetuosamente"
    r"|(?:Un )?(?:[Cc]ordial )?[Ss]aludos?(?: cordial(?:es)?)?"
    r"|Mit (?:freundlichen|besten|herzlichen|lieben) Gr(?:ü|ue)(?:ß|ss)(?:en)?"
    r"|(?:Freundliche|Viele|Liebe|Herzliche|Beste) Gr(?:ü|ue)(?:ß|ss)e|Hochachtungsvoll"
)
_SOFT_CLOSING = (
    r"Best|Thank you|Thanks(?: (?:so much|again))?|Many thanks|Warmly|Regards|Cheers|With gratitude|Gracias|MfG|LG"
)
_SIGNED = (
    r"(?:(?:[Ee]lectronically|[Dd]igitally)[ ])?[Ss]igned(?:[ ]by\b|(?=:))|/[sS]/|[Ff]irmado(?:[ ]\w+mente)?[ ]por\b"
    r"|(?:[Ee]lektronisch[ ])?[Uu]nter(?:zeichnet|schrieben)[ ]von\b|[Gg]ez\.|(?<=\n)i\.[ ]?[AV]\."
    r"|(?i:signatures?|firma|unterschrift)(?:[ ][^\W\d_]+){0,3}[ ]?(?=[:_])"
)
_SIGNATURE = re.compile(
    rf"(?<!\w)(?:(?P<signed>{_SIGNED})[ ]?:?(?P<blank>[ \t_]*\n?[ \t]*)"
    rf"|(?:(?P<closing>{_CLOSING})|(?:{_SOFT_CLOSING})(?=[ ]?[,!.]?[ \t]*\n))[ ]?[,!.]?[\s_]*)"
    r"(?:(?:/s/|\[signed\]|X)\s*_*\s*)?"
)
_SIGNATURE_LINE = re.compile(r"(?<!_)_{8,}[ \t]*\n[ \t]*(?=[^\W\d_])")


def _signatures(text: str, usual: frozenset[str]) -> Iterator[_Hit]:
    for match in _SIGNATURE.finditer(text):
        name = _read_name(text, _behind_title(text, match.end()), usual)
        if name is None or _is_usual(text[name[0] : name[1]], usual):
            continue
        in_running_text = not match["closing"] and not re.fullmatch(r" ?", match["blank"] or "")
        if not in_running_text or " " in text[name[0] : name[1]] or _ends_line(text, name[1]):
            yield _Hit(LeakKind.SIGNATURE, match.end(), name[1], 3)
    if "________" in text:
        for line in _SIGNATURE_LINE.finditer(text):
            name = _read_name(text, _behind_title(text, line.end()), usual, least=2)
            if name is not None and _ends_line(text, name[1]) and not _is_usual(text[name[0] : name[1]], usual):
                yield _Hit(LeakKind.SIGNATURE, line.end(), name[1], 3)


# --- Running headers and footers --------------------------------------------------------------------------------------

_EDGE_LINES = 2
_RUNS = 3
"""Pages on which a line runs at least, where there are as many."""
_SEGMENT = re.compile(r"(?:(?! - |[|•·–—\t\n]|  ).)+")
_PRINTED = re.compile(
    r"(?:(?i:page|seite|página|pág\.?|p\.|s\.)\s*)?(?P<number>\d{1,3})(?:\s*(?:of|von|de|/)\s*\d{1,3})?\s*,?", re.I
)
_EDGE_WORDS = 3


def _running_names(pages: Sequence[str], usual: frozenset[str]) -> dict[int, list[_Hit]]:
    places: dict[str, list[_Place]] = defaultdict(list)
    for page, text in enumerate(pages):
        for place in _edge_names(page, text, usual):
            places[text[place.start : place.end].casefold()].append(place)
    found: dict[int, list[_Hit]] = defaultdict(list)
    for name, same in places.items():
        if _runs(name, same, min(_RUNS, len(pages))):
            for place in same:
                found[place.page].append(_Hit(LeakKind.NAME, place.start, place.end, 1))
    return found


def _runs(name: str, places: Sequence[_Place], least: int) -> bool:
    """One word needs a page number that counts on with the pages; several need only be there again."""
    if len(name.split()) > 1:
        return 1 < least <= len({place.page for place in places})
    steps: dict[int, set[int]] = defaultdict(set)
    for place in places:
        if place.number is not None:
            steps[place.number - place.page].add(place.page)
    return any(1 < least <= len(on) for on in steps.values())


def _edge_names(page: int, text: str, usual: frozenset[str]) -> Iterator[_Place]:
    lines = [match for match in re.finditer(r"[^\n]+", text) if not match[0].isspace()]
    if len(lines) == 1:
        yield from _unbroken_edges(page, text, usual)
        return
    edges = dict.fromkeys([*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]])
    for line in edges:
        if len(line[0]) <= 120:
            for segment in _SEGMENT.finditer(text, line.start(), line.end()):
                yield from _whole_name(page, text, segment.start(), segment.end(), usual)


def _unbroken_edges(page: int, text: str, usual: frozenset[str]) -> Iterator[_Place]:
    """Without line breaks a running line has no end: each length that it may have is tried."""
    leading = _PRINTED.match(text)
    words = list(re.finditer(r"\S+", text))
    behind = [word for word in words if leading is None or word.start() >= leading.end()]
    for count in range(2, _EDGE_WORDS + 2):
        if len(behind) > count:
            yield from _whole_name(page, text, 0, behind[count - 1].end(), usual)
            yield from _whole_name(page, text, words[-count].start(), words[-1].end(), usual)


def _whole_name(page: int, text: str, start: int, end: int, usual: frozenset[str]) -> Iterator[_Place]:
    """The name of two or three words, or of one with a page number, that with the number is all of the segment."""
    segment = text[start:end]
    start += len(segment) - len(segment.lstrip())
    end = start + len(segment.strip())
    number = None
    if leading := _PRINTED.match(text, start, end):
        number, start = int(leading["number"]), leading.end()
        start += len(text[start:end]) - len(text[start:end].lstrip())
    name = _read_name(text[:end], _behind_title(text, start), usual)
    if name is None or _is_usual(text[name[0] : name[1]], usual):
        return
    rest = text[name[1] : end].strip(" ,-")
    if rest:
        trailing = _PRINTED.fullmatch(rest)
        if trailing is None:
            return
        number = int(trailing["number"])
    words = len(text[start : name[1]].split())
    if 1 < words <= _EDGE_WORDS or (words == 1 and number is not None):
        yield _Place(page, start, name[1], number)
