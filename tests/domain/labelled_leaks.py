"""A labelled set: made-up portfolios as teachers write them, and what in them points at a person.

Written from what documents look like, not from what the detector knows; the numbers are from the ranges that their
issuers keep for examples, or were made up. ``«`` and ``»`` enclose what is to be found.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from assessor_app.domain.leaks import Leak, LeakKind, find_leaks

DOCUMENTS = 72
_EXTRA = 14
"""Characters that a leak may have beyond what was planted: a title before a name, a label before a number."""


@dataclass(frozen=True, slots=True)
class Planted:
    page: int
    start: int
    end: int
    kind: LeakKind
    text: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    pages: tuple[str, ...]
    planted: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """``missed`` and ``false`` name what went wrong, for whoever reads a failing test."""

    pages: int
    planted: int
    missed: tuple[Planted, ...]
    false: tuple[Leak, ...]

    @property
    def false_alarms_per_page(self) -> float:
        return len(self.false) / self.pages

    @property
    def misses(self) -> float:
        """Share of what was planted, from 0 to 1."""
        return len(self.missed) / self.planted


GIVEN = (
    "Maria", "Keisha", "Tom", "Anna-Lena", "Jürgen", "José Luis", "Siobhán", "DeShawn", "Mei", "Priya", "Ángela",
    "Grace", "Will", "April", "Ren", "Zoë",
)  # fmt: skip
FAMILY = (
    "Rosa", "O'Brien", "O’Connell", "García López", "Featherstonehaugh", "Okafor", "McAllister", "von Stein",
    "de la Torre", "Nguyen", "Weißmüller", "Smith-Jones", "Núñez", "Brown", "Yıldız", "Lindqvist",
)  # fmt: skip
SINGLE = ("Rosa", "Okafor", "Nguyen", "Lindqvist", "McAllister", "Núñez", "Weißmüller", "Delacroix")

PROSE = (
    "Students worked in pairs and restated the claim before they added evidence from the text.",
    "I moved the sentence stems from the wall to the desks, because nobody looked up in week 2.",
    "This lesson addresses CCSS.ELA-LITERACY.SL.4.1 and CCSS.ELA-LITERACY.SL.4.1.C over 3 days.",
    "Talk moves such as revoicing and wait time (Zwiers & Crawford, 2011, pp. 32-45) were modelled first.",
    "On 03/14/2024 at 9:15 we recorded the discussion in Room 214; 18 of 24 students spoke at least twice.",
    "The share of on-topic turns rose from 41% to 68.5% between 2023-09-12 and 2024-01-30.",
    "Group 3 read pages 112-118 and Group 4 read pp. 119–131 of the class novel, Charlotte's Web.",
    "Student A said that the river changed its course, and Student 7 asked for proof.",
    "Mr. X and Ms. T. kindly lent their classrooms. Teacher 4 observed the second period.",
    "In Charlotte's Web the spider saves a pig; in Esperanza Rising the family leaves home.",
    "Materials: chart paper, markers, timers, Chromebooks. Time: 45 minutes. Period 3, 10:05-10:50.",
    "The text is at 740L. Lexile growth of the three focus students: 690 720 745.",
    "Scores before: 12 14 9 17 20 11 15 8; scores after: 16 18 13 19 20 15 18 12.",
    "NWEA MAP results for the class: 198 205 212 187 221 203 199 210 (mean 204.4, SD 10.2).",
    "Academic Discourse is more than talk: it is reasoning in public. See Appendix B, Figure 2.",
    "Parents were asked for consent in English and in Spanish. May and June were used for the second cycle.",
    "We used the Accountable Talk protocol and a Socratic Seminar at the end of Unit 3.",
    "Teacher: Why do you think so? Student: Because on page 47 it says so. Teacher: Great! Who agrees?",
    "Teacher: Turn and Talk to your partner. Student 2: I would like to add on. Teacher: Does anyone disagree?",
    "Resources: https://www.achievethecore.org/page/2765/8005551234 and doi 10.3102/0034654308325899.",
    "Zwiers, J., & Crawford, M. (2011). Academic Conversations. Stenhouse. ISBN 978-1-57110-884-5.",
    "Hattie, J. (2009). Visible Learning. Routledge, 1st ed., ISBN 0415476186, pp. 22–38.",
    "The video call (Meeting ID: 845 1234 5678, passcode 449021) was not recorded.",
    "Best of all, Thursday was calm. Thanks to the new seating plan, transitions took 2:30 instead of 4:10.",
    "Week 6 of 9: four criteria, 1-4 points each, total 16; inter-rater agreement 0.82 (kappa 0.74).",
    "Copies: 1,250 pages, $1,312.50 under grant 2024 0451 8837, fiscal year 2023-2024.",
    "Write your name@school address on the sign-up sheet, or twitter @edchat; 5 pencils @ 0.25 each.",
    "The signature strategy of this unit is to wait. The author of each claim signs by initials only.",
    "Course Name: English Language Development. School Year: 2023/24. Grade Level: Fourth Grade.",
    "Name: ____________ Date: ________ Period: ____ My partner's claim was: ______________________",
    "Teacher: ____________________ Observer: ____________________ Signature: ____________________",
    "The principal visited. A mentor teacher watched, and the coach gave written feedback by Friday.",
    "Adapted from a task created by Illustrative Mathematics; slides designed by Canva; graphs by Desmos.",
    "Number of words per turn: 4.2, 6.8, 9.1, 11.0. Turns per minute: 3.1. N = 24, p < .05, t(23) = 4.412.",
    "Dear Families, this month we practise how to disagree politely. Thank you for your help!",
    "Submitted by: Teacher 12. Name of evidence: implementation record. File name: Week 6 Notes.",
    "Los estudiantes trabajaron en parejas y explicaron su razonamiento con marcos de oración.",
    "La maestra presentó el objetivo; el 12/02/2024, 21 de 24 alumnos participaron (87,5 %).",
    "Nombre: ______________ Fecha: __________ Grado: 4.º B, Salón 12, páginas 34-41.",
    "El señor de la tienda explicó los precios; la señora preguntó por qué. Estudiante 3 tomó notas.",
    "Die Schülerinnen und Schüler begründen ihre Meinung (vgl. Kerncurriculum, S. 17-19, Klasse 4b).",
    "Am 12.03.2024 um 08:15 Uhr begann die Stunde; 22 von 25 Kindern meldeten sich (88 %).",
    "Name: ______________ Klasse: ____ Datum: ________ Aufgabe 3 a) und b), Seite 28",
    "Die Frau auf dem Bild liest. Der Herr daneben hört zu. Lehrerin: Wer stimmt zu? Schüler 1: Ich nicht.",
)
HEADINGS = (
    "Lesson Plan", "Unit Overview", "Academic Discourse", "Student Work Samples", "Reflection", "Rubric: Talk Moves",
    "Implementation Record", "Data Analysis", "Next Steps", "Exit Ticket", "Number Talks", "Plan de clase", "Reflexión",
    "Stundenverlauf", "Socratic Seminar", "Fishbowl Discussion", "Fourth Grade Science", "Gallery Walk",
)  # fmt: skip
RUNNING = (
    "Academic Discourse", "Fourth Grade Science | Unit 3", "Week {n}", "Portfolio – Page {n}", "Fractions {n}",
    "Fishbowl Discussion", "Seite {n}", "Number Talks {n}", "", "", "", "",
)  # fmt: skip
TABLE = (
    "Student Pre Post Change\nStudent 1 12 16 +4\nStudent 2 14 18 +4\nStudent 3 9 13 +4\nMean 11.7 15.7 +4.0",
    "Criterion 1 2 3 4\nBuilds on ideas 2 5 11 6\nGives evidence 4 6 9 5\nListens actively 0 3 12 9",
    "Time Activity Materials\n8:30-8:40 Warm Up Stem cards\n8:40-9:05 Partner Talk Text set\n"
    "9:05-9:15 Exit Ticket Half sheets",
    "Lexile Fall Winter Spring\nA1 610 655 690\nA2 720 740 785\nA3 830 845 860\nA4 905 915 940",
    "ID Score Date\n0417 88.5 2024-02-11\n0418 91.0 2024-02-11\n0419 76.25 2024-02-12",
)

NAMES = (
    "Students know that «Ms. {family}» will not answer first.",
    "When «Mrs. {single}»'s class joined us, the circle was too big.",
    "My colleague «Mr {single}» took the minutes.",
    "I shared the data with «Dr. {given} {family}» of the district.",
    "The class next door, taught by «Miss {single}», served as comparison.",
    "Mr. and «Mrs. {single}» signed the consent form.",
    "Approved by «Principal {single}» in October.",
    "«Coach {single}» modelled the routine twice.",
    "«Prof. Dr. {family}» led the seminar.",
    "Teacher: «{given} {family}»\nGrade: 4\nSubject: Science",
    "Name: «{given} {family}» Date: 3/4/2024",
    "Student Name: «{given} {family}»\nPeriod 2",
    "TEACHER NAME: «{caps}»\nSCHOOL: MAPLE STREET",
    "Teacher\n«{given} {single}»\nGrade\n4",
    "Submitted by «{given} {family}» in partial fulfilment of the requirements.",
    "Prepared by: «{given} {family}», Grade 4",
    "Author: «{given} {family}»",
    "Name: «{single}, {first}»\nClass: 4B",
    "Observed by «{given} {family}» on 10/3/2023",
    "Hello! My name is «{given} {family}» and I teach science.",
    "Teachers: «{given} {family}» & «{given2} {family2}»\nGrade 5",
    "Teacher Candidate: «{initial} {single}»",
    "Maestra: «{given} {family}»\nGrado: 4.º",
    "Nombre de la maestra: «{given} {family}»",
    "Nombre y apellidos: «{given} {family}» Curso: 4.º A",
    "La maestra «{given} {family}» observó la clase.",
    "Agradezco a la «Sra. {single}» y al director su apoyo.",
    "El «Prof. {single}» grabó la sesión.",
    "Elaborado por: «{given} {family}»",
    "Lehrerin: «{given} {family}»\nKlasse: 4b",
    "Lehrkraft: Frau «{single}»\nFach: Deutsch",
    "«Frau {family}» übernahm die zweite Gruppe.",
    "Zusammen mit «Herrn {single}» wurde die Stunde geplant.",
    "Erstellt von «{given} {family}», Grundschule am Park",
    "Verfasserin: «{given} {family}»\nDatum: 12.03.2024",
)
SIGNATURES = (
    "Sincerely,\n«{given} {family}»\nFourth grade teacher",
    "Thank you for your support.\nBest regards,\n\n«{given} {single}»",
    "Warmly,\nMs. «{single}»\nRoom 12",
    "With warm regards, «{given} {family}»",
    "Teacher Signature: ________ «{given} {family}» Date: 4/4/2024",
    "Signed by «{given} {family}» on 2024-04-04 at 15:32",
    "/s/ «{given} {family}»\nTeacher of record",
    "Digitally signed by «{caps}»\nDate: 2024.04.04 15:32:11 -07'00'",
    "______________________\n«{given} {family}»\nTeacher",
    "Signature of parent: «{given} {family}»",
    "Yours truly, «{first}»",
    "Respectfully submitted,\n«{given} {family}», M.Ed.",
    "Thanks again!\n«{first}»\n",
    "Atentamente,\n«{given} {family}»\nMaestra de cuarto grado",
    "Un cordial saludo,\n«{given} {family}»",
    "Firma: ____________ «{given} {family}»",
    "Firmado electrónicamente por «{given} {family}» el 4/4/2024",
    "Mit freundlichen Grüßen\n«{given} {family}»\nKlassenlehrerin",
    "Viele Grüße\n«{first}»",
    "gez. «{single}», Klassenlehrer",
    "Unterschrift der Lehrkraft: «{given} {family}»",
)
EMAILS = (
    "Questions? Write to «{mail}@lincoln.k12.or.us».",
    "Contact: «{mail}@gmail.com» or the office.",
    "(«{mail}@maple-street.edu»)",
    "E-Mail: «{mail}@schule-am-park.de»",
    "Correo:«{mail}@escuela.edu.mx»; lunes a viernes",
    "mailto:«{mail}@district12.org»?subject=Talk",
    "Reply to <«{mail}+portfolio@students.example.com»>, please.",
    "«{mail} @ lincolnschools.org»",
    "«{mail}@lincoln-\nschools.org»",
    "«{mail} [at] lincoln [dot] org»",
    "«{mail}(at)grundschule-park.de»",
    "«{upper}@SCHOOLS.NYC.GOV»",
    "Shared drive owner «{mail}@staff.school.test»",
)
PHONES = (
    "Call me at «(503) 555-0142» after school.",
    "Phone: «503-555-0187» ext. 12",
    "Cell «503.555.0119»",
    "text «+1 415 555 2671» for a copy",
    "Office «1-800-555-0199», Room 4",
    "Tel. «030/23125 041»",
    "Mobil: «0171 3920041»",
    "Telefon: «+49 (0)30 901820 14»",
    "Rückfragen unter «089 1234567»",
    "Llame al «55 5093 2412» por la tarde",
    "Tel.: «+52 1 55 5093 2412»",
    "Teléfono móvil «612 34 56 78»",
    "o al «912 345 678».",
    "School office «020 7946 0958»",
    "Mobile «07700 900461»",
    "my number is «5035550163» if the link breaks",
    "Fax «(503) 555 0177»",
    "WhatsApp «+34 612 345 678»",
    "Phone: «555-0142»",
)
ID_NUMBERS = (
    "Employee ID: «004512»",
    "Employee # «20-4431»",
    "Staff No. «E-20931»",
    "SSN «536-90-4399»",
    "Social Security number: «536 90 4399»",
    "the form still shows «219-09-8765», sorry",
    "Student ID «10442318»",
    "Teaching license number «TX-448120»",
    "Educator Certificate No.: «1187345»",
    "Payroll number is «77120945»",
    "Número de empleado: «118-4471»",
    "No. de empleado «00451287»",
    "Matrícula: «A01234567»",
    "Cédula profesional «7654321»",
    "DNI: «12345678Z»",
    "con «X1234567L» como documento",
    "CURP «BOXW310820HNERXN09»",
    "Personalnummer: «4471203»",
    "Pers.-Nr. «00/441203»",
    "Steuer-ID «36 574 261 809»",
    "Sozialversicherungsnummer «65 170839 J 003»",
    "Schülernummer «20231187»",
    "National Insurance number «AB 12 34 56 C»",
    "ITIN «912-78-1234»",
)
KINDS = (
    (LeakKind.NAME, NAMES), (LeakKind.SIGNATURE, SIGNATURES), (LeakKind.EMAIL, EMAILS), (LeakKind.PHONE, PHONES),
    (LeakKind.ID_NUMBER, ID_NUMBERS),
)  # fmt: skip
HEADERS = (
    "«{single}» {n}",
    "«{given} {single}»",
    "«{given} {single}» | Portfolio | {n}",
    "Page {n} of 9 «{given} {single}»",
)


def labelled_set(seed: int = 20240404) -> tuple[Portfolio, ...]:
    """At least 200 pages; every form is planted at least once, and about half of the pages hold one."""
    random_ = random.Random(seed)
    forms = [(kind, form) for kind, all_forms in KINDS for form in all_forms]
    random_.shuffle(forms)
    return tuple(_portfolio(random_, number, forms) for number in range(DOCUMENTS))


def _portfolio(random_: random.Random, number: int, forms: list[tuple[LeakKind, str]]) -> Portfolio:
    """Every ninth has its teacher's name on every page; every fourth has lost its line breaks."""
    header = HEADERS[number // 9 % len(HEADERS)] if number % 9 == 0 else random_.choice(RUNNING)
    filled = _person(random_)
    flat = number % 4 == 3
    pages: list[str] = []
    planted: list[Planted] = []
    for page in range(random_.randint(2, 5) if number % 9 else 4):
        blocks = _blocks(random_)
        kinds: list[LeakKind] = []
        if "«" in header:
            kinds.append(LeakKind.NAME)
        if random_.random() < 0.52:
            kind, form = forms[0]
            forms.append(forms.pop(0))
            blocks.insert(random_.randrange(1, len(blocks) + 1), form.format(n=page + 1, **_person(random_)))
            kinds += [kind] * form.count("«")
        written = "\n".join([header.format(n=page + 1, **filled), *blocks]).strip("\n")
        text, found = _unmarked(written.replace("\n", " ") if flat else written)
        pages.append(text)
        planted += [
            Planted(page, start, end, kind, text[start:end]) for kind, (start, end) in zip(kinds, found, strict=True)
        ]
    return Portfolio(tuple(pages), tuple(planted))


def _blocks(random_: random.Random) -> list[str]:
    blocks = [random_.choice(HEADINGS)]
    for _ in range(random_.randint(2, 4)):
        blocks.append("\n".join(random_.sample(PROSE, random_.randint(2, 5))))
        if random_.random() < 0.3:
            blocks.append(random_.choice(TABLE))
        if random_.random() < 0.3:
            blocks.append(random_.choice(HEADINGS))
    return blocks


def _person(random_: random.Random) -> dict[str, str]:
    given, family, single = random_.choice(GIVEN), random_.choice(FAMILY), random_.choice(SINGLE)
    if random_.random() < 0.1:
        family = unicodedata.normalize("NFD", family)
    mail = random_.choice(("{0}.{1}", "{1}", "{1}{0}", "{0}_{1}22")).format(given[0].lower(), "rosa-diaz")
    return {
        "given": given, "family": family, "single": single, "first": given.split()[0], "initial": f"{given[0]}.",
        "given2": random_.choice(GIVEN), "family2": random_.choice(FAMILY), "caps": f"{given} {single}".upper(),
        "mail": mail, "upper": mail.upper(),
    }  # fmt: skip


def _unmarked(written: str) -> tuple[str, list[tuple[int, int]]]:
    text, starts, found = "", list[int](), list[tuple[int, int]]()
    for character in written:
        if character == "«":
            starts.append(len(text))
        elif character == "»":
            found.append((starts.pop(), len(text)))
        else:
            text += character
    return text, found


def measured(portfolios: tuple[Portfolio, ...]) -> Result:
    """A miss is what no leak of its kind covers; a false alarm is a leak that touches nothing planted."""
    missed: list[Planted] = []
    false: list[Leak] = []
    for portfolio in portfolios:
        leaks = find_leaks(portfolio.pages)
        missed += [planted for planted in portfolio.planted if not any(_covers(leak, planted) for leak in leaks)]
        false += [leak for leak in leaks if not any(_touches(leak, planted) for planted in portfolio.planted)]
    pages = sum(len(portfolio.pages) for portfolio in portfolios)
    return Result(pages, sum(len(p.planted) for p in portfolios), tuple(missed), tuple(false))


def _covers(leak: Leak, planted: Planted) -> bool:
    within = leak.start <= planted.start and planted.end <= leak.end and leak.page == planted.page
    return within and leak.kind == planted.kind and len(leak.text) <= len(planted.text) + _EXTRA


def _touches(leak: Leak, planted: Planted) -> bool:
    return leak.page == planted.page and leak.start < planted.end and planted.start < leak.end
