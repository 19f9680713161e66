"""Who is hidden in the labelled set: one person whose names are nobody's words, one whose names everybody uses."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field

GIVEN = ("Wilhelmina", "Ottoline", "Zephyrine", "Thessaly", "Marguerithe")
MIDDLE = ("Eudora", "Isaura", "Perpetua", "Leocadia")
FAMILY = (
    ("Quistgård", "Okonkwo"),
    ("Brännström", "Adeyemi"),
    ("Świderska", "Mbeki"),
    ("Ólafsdóttir", "Nakagawa"),
    ("Żebrowska", "Delacroix"),
)
SCHOOL = ("Tamarack Ridge", "Juniper Hollow", "Cattail Marsh", "Saltgrass Bend")
DISTRICT = ("Orvelle", "Penhallow", "Quillayne", "Marrowick")


@dataclass(frozen=True)
class Form:
    """One usual way of writing somebody: what a page shows, and the texts any of which would give them away."""

    name: str
    text: str
    needles: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    key: str
    given: str
    middle: str
    family: str
    email: str
    phone: str
    employee_id: str
    school: str
    school_stem: str
    district: str
    district_stem: str
    companions: tuple[str, ...] = ()
    innocents: tuple[str, ...] = ()
    ordinary: bool = False
    extra_forms: tuple[Form, ...] = field(default=())

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.given, self.middle, self.family) if part)

    @property
    def short(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.family.split("-"))

    @property
    def handle(self) -> str:
        return self.email.split("@", maxsplit=1)[0]

    @property
    def login(self) -> str:
        """The account name that paths carry."""
        return (self.given[0] + unaccented(self.parts[0])).lower()

    @property
    def digits(self) -> str:
        return "".join(c for c in self.phone if c.isdigit())

    @property
    def initials(self) -> str:
        return ".".join(part[0] for part in (self.given, self.middle, *self.parts) if part) + "."

    @property
    def district_letters(self) -> str:
        return "".join(word[0] for word in self.district.split())

    @property
    def school_letters(self) -> str:
        return "".join(word[0] for word in self.school.split())

    def identity(self) -> dict[str, list[str]]:
        """What the command is told."""
        return {
            "names": [self.full, *self.companions],
            "emails": [self.email],
            "phones": [self.phone],
            "employee_ids": [self.employee_id],
            "organizations": [self.school, self.district],
        }

    def sure(self) -> tuple[str, ...]:
        """Texts that must be nowhere in what an assessor gets, whatever the surroundings."""
        names = (self.short, self.full, *self.companions)
        if not self.ordinary:
            names = (self.given, *self.parts, *self.companions, self.school_stem, self.district_stem)
        return (*names, self.email, self.handle, self.login, self.digits, self.employee_id, self.school, self.district)

    def forms(self) -> list[Form]:
        """Every usual form that may stand in running text."""
        d = self.digits
        rows = [
            ("full", self.full), ("short", self.short), ("reversed", f"{self.family}, {self.given}"),
            ("formal", f"Ms. {self.family}"), ("initialled", f"{self.given[0]}. {self.family}"),
            ("upper", self.short.upper()), ("possessive", f"Mrs. {self.family}’s"), ("e-mail", self.email),
            ("phone", self.phone), ("phone dots", f"{d[:3]}.{d[3:6]}.{d[6:]}"), ("phone joined", d),
            ("phone +1", f"+1 {d[:3]} {d[3:6]} {d[6:]}"), ("employee number", self.employee_id),
            ("school", self.school), ("district", self.district),
            ("district abbreviated", f"{self.district_stem} ISD"), ("handle", f"@{self.handle}"),
        ]  # fmt: skip
        forms = [Form(name, text, (text,)) for name, text in rows]
        forms[7] = Form("e-mail", self.email, (self.email, self.handle))
        forms += [Form("campus letters", self.school_letters, (self.school_letters,))]
        forms += [Form("district letters", self.district_letters, (self.district_letters,))]
        forms += [Form("initials", f"Signed: {self.initials}", (self.initials,))]
        forms += [Form(f"listed person {n}", name, (name,)) for n, name in enumerate(self.companions, 1)]
        return forms + (list(self.extra_forms) if self.ordinary else self._of_a_rare_name())

    def form(self, name: str) -> Form:
        return next(form for form in self.forms() if form.name == name)

    def _of_a_rare_name(self) -> list[Form]:
        """Forms that only a name which is nobody's word can be held to."""
        first, last = self.parts[0], self.parts[-1]
        return [
            Form("given alone", f"{self.given} asked the class", (self.given,)),
            Form("family alone", self.family, (self.family, first, last)),
            Form("first part of the family name", f"Mrs {first}", (first,)),
            Form("last part of the family name", f"Ms {last}", (last,)),
            Form("unaccented", unaccented(self.short), (unaccented(self.short), first, last)),
            Form("decomposed", unicodedata.normalize("NFD", self.short), (self.short, first)),
            Form("unhyphenated", f"{self.given} {first} {last}", (first, last)),
            Form("school stem", f"the {self.school_stem} campus", (self.school_stem,)),
        ]


def unaccented(text: str) -> str:
    plain = text.translate(str.maketrans("łŁøØđĐ", "lLoOdD"))
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def rare(seed: int = 0) -> Person:
    """Seed 0 is the person the tests know; any other seed is a person nobody has met."""
    rng = random.Random(seed)
    pick = (lambda options: options[0]) if seed == 0 else rng.choice
    given, middle, family = pick(GIVEN), pick(MIDDLE), pick(FAMILY)
    school, district = pick(SCHOOL), pick(DISTRICT)
    number = 0 if seed == 0 else rng.randrange(9000)
    address = f"{given[0]}.{unaccented(family[0])}".lower()
    return Person(
        key="rare", given=given, middle=middle, family="-".join(family),
        email=f"{address}@{district.lower()}isd.example", phone=f"(512) 555-{1470 + number % 8000:04d}",
        employee_id=f"E-44{71902 + number}", school=f"{school} Elementary School", school_stem=school,
        district=f"{district} Independent School District", district_stem=district,
        companions=("Bartholomew Szczepanik",), innocents=RARE_INNOCENTS,
    )  # fmt: skip


def ordinary() -> Person:
    """Grace Young, with her colleague Mark Rose and her pupil April Baker: every part of them is also a word."""
    return Person(
        key="ordinary", given="Grace", middle="", family="Young", email="gyoung@lincolnelem.example",
        phone="(737) 555-0188", employee_id="20481", school="Lincoln Elementary School", school_stem="Lincoln",
        district="Union Valley School District", district_stem="Union Valley",
        companions=("Mark Rose", "April Baker"), innocents=ORDINARY_INNOCENTS, ordinary=True,
        extra_forms=(
            Form("colleague formal", "Mr. Rose", ("Mr. Rose",)),
            Form("colleague reversed", "Rose, Mark", ("Rose, Mark",)),
            Form("pupil possessive", "April Baker’s notebook", ("April Baker",)),
            Form("given in a salutation", "Dear Grace,", ("Dear Grace",)),
            Form("given as the subject", "Grace asked her pupils", ("Grace asked",)),
            Form("school short", "Lincoln Elementary", ("Lincoln Elementary",)),
        ),
    )  # fmt: skip


SHARED_INNOCENTS = (
    "ISBN 978-0-325-07433-3", "a score of 4471 out of 5120", "the 2019-2020 year", "call 911 in an emergency",
    "Vygotsky (1978), Mind in Society", "Lucy Calkins, The Art of Teaching Writing", "Maria Montessori",
    "help@loc.gov", "the principal of each school", "an independent school district", "every elementary school",
    "Standard ELA.4.7(B)", "pages 512-555", "Toni Morrison", "room 147", "the signed form",
)  # fmt: skip
RARE_INNOCENTS = (
    *SHARED_INNOCENTS, "uno, dos, tres, cuatro", "a tamarack is a larch", "the ridge of the roof",
    "Eudora Welty, One Writer’s Beginnings", "will helm a minute of the talk", "E-4470 form", "the oval vase",
    "the year 1470", "Chinua Achebe", "what we quote", "wq is not a word",
)  # fmt: skip
ORDINARY_INNOCENTS = (
    *SHARED_INNOCENTS, "the grace period", "young learners", "Young children learn by talking", "younger pupils",
    "mark each answer", "Mark the main idea in blue", "Rose is a rose is a rose", "to prosecute the case",
    "Roseville", "Abraham Lincoln", "the Lincoln Memorial", "a baker’s dozen", "in April we read",
    "prices rose sharply", "Amazing Grace", "Grace Hopper", "Young’s modulus", "the baker and the market",
    "remarks and markers", "disgraceful", "a score of 2048 points", "ISBN 978-0-02-048100-3", "the European Union",
    "graceful movement", "The valley floods in April", "quotation mark",
)  # fmt: skip
