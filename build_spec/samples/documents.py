"""The sample documents as HTML, slides and sheets."""

from __future__ import annotations

import random
from html import escape
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from pptx import Presentation
from pptx.util import Pt
from topics import MathTopic, Topic

STYLE = """
@page { size: A4; margin: 22mm 20mm; @bottom-right { content: counter(page); font: 9pt Inter; color: #888 } }
body { font: 10.5pt/1.55 Carlito, sans-serif; color: #1b2430 }
h1 { font: 600 20pt/1.25 Inter; margin: 0 0 2mm } h2 { font: 600 12.5pt Inter; margin: 7mm 0 2mm }
.sub { color: #5b6675; margin: 0 0 6mm } table { border-collapse: collapse; width: 100%; margin: 4mm 0; font-size: 9.5pt }
th { text-align: left; background: #f1f4f7 } th, td { border: .4pt solid #cfd6dd; padding: 1.8mm 2.4mm; vertical-align: top }
.box { border-left: 2.5pt solid #1f5fbf; padding: 1mm 0 1mm 4mm; margin: 4mm 0; color: #333 }
svg { margin: 3mm 0 } .break { break-before: page }
"""
SLIDES = """
@page { size: 254mm 143mm; margin: 14mm 18mm } body { font: 17pt/1.45 Inter; color: #17202b }
h1 { font: 600 30pt Inter; margin: 0 0 6mm } section { break-after: page } li { margin: 3mm 0 }
.q { font-size: 25pt; font-weight: 600; margin-top: 24mm } .foot { position: running(f); color: #777 }
"""


def _page(body: str, style: str = STYLE) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><body>{body}"


def _bars(pairs: list[tuple[str, int, str]], most: int) -> str:
    rows = "".join(
        f'<text x="0" y="{22 + i * 26}" font-size="10" font-family="Inter">{escape(name)}</text>'
        f'<rect x="150" y="{10 + i * 26}" width="{value / most * 300:.0f}" height="16" rx="2" fill="{colour}"/>'
        f'<text x="{156 + value / most * 300:.0f}" y="{22 + i * 26}" font-size="10" font-family="Inter">{value}</text>'
        for i, (name, value, colour) in enumerate(pairs)
    )
    return f'<svg width="500" height="{20 + len(pairs) * 26}">{rows}</svg>'


def needs_assessment(topic: Topic, attempt: int) -> str:
    t = topic
    often = t.size - t.silent - 7
    method = (
        f"<p>For one week I put a tick on a seating plan whenever a student spoke in a whole-class discussion. There were "
        f"four discussions of about fifteen minutes. {t.silent} of {t.size} students spoke fewer than twice in the whole "
        f"week; {often} students made almost two thirds of all contributions.</p>"
    )
    second = (
        "<h2>A second look</h2><p>After the first review I asked every student on a card, without names, what keeps them "
        f"from speaking. {t.silent - 2} wrote that they need more time to find the words; three wrote that somebody else "
        "always says it first. Both agree with the counts: the quiet students are the ones who are still forming a "
        "sentence when the talk has moved on.</p>"
        if attempt > 1
        else ""
    )
    return _page(
        f"<h1>Needs assessment</h1><p class=sub>{escape(t.grade)} · before the unit “{escape(t.title)}”</p>"
        f"<h2>What I did</h2>{method}"
        + _bars([("spoke 0 or 1 times", t.silent, "#d55e00"), ("spoke 2 to 4 times", 7, "#e69f00"),
                 ("spoke more often", often, "#009e73")], t.size)
        + "<h2>What kinds of talk</h2><table><tr><th>Kind<th>Share<th>Example"
        "<tr><td>Answers a question of mine<td>71 %<td>“Because it rained less.”"
        "<tr><td>Responds to another student<td>18 %<td>“I agree.”"
        "<tr><td>Gives a reason without being asked<td>11 %<td>“It says so in the second table.”</table>"
        "<p>Most contributions end with me. Students rarely build on each other, and hardly anybody changes a claim after "
        "hearing another one.</p>"
        f'<div class=box>Goal: by the end of the unit, at most {t.after + 1} students take part fewer than twice a week, '
        "and at least a third of all contributions respond to another student.</div>"
        + second
        + '<div class=break></div><h2>Whom I plan for</h2><p>Six students are learning English; four of them are among the '
        "silent ones. Two students have plans that name processing time. Three write well and say nothing. I will plan "
        "for each of these, and look at them again at the end.</p>"
        "<table><tr><th>Learners<th>What gets in the way<th>What I will try"
        "<tr><td>Six students learning English<td>Finding words while the talk goes on<td>Stems in both languages, rehearsal with a partner"
        "<tr><td>Two students who need time<td>The pace of turns<td>A minute of writing before every discussion"
        "<tr><td>Three who write and do not speak<td>Nobody waits for them<td>Roles that rotate, so that waiting is somebody's job</table>"
        "<h2>Limits</h2><p>A tick does not tell how long somebody spoke, and I may have missed quiet answers at the back. "
        "One of the four discussions was shortened by a fire drill.</p>"
    )  # fmt: skip


def unit_plan(topic: Topic, attempt: int) -> str:
    t = topic
    roles = "".join(f"<tr><td>{escape(a)}<td>{escape(b)}<td>{escape(c)}" for a, b, c in t.roles)
    extra = (
        "<p>New in this version: each group chooses on Wednesday which support it no longer needs, and says why in its "
        "notes.</p>"
        if attempt > 1
        else ""
    )
    lessons = "".join(
        f"<h2>Lesson {n}: {title}</h2><p>{text}</p><table><tr><th>Minutes<th>What happens<th>Who needs what"
        f"<tr><td>0–8<td>Silent reading and one written sentence<td>Text with glossary; audio"
        f"<tr><td>8–25<td>{task}<td>Stems and roles as in the table; partner rehearsal first"
        f"<tr><td>25–40<td>Groups report; others ask one question each<td>Question cards"
        f"<tr><td>40–45<td>Exit ticket: “My group changed its mind about …”<td>Speech to text</table>"
        for n, (title, text, task) in enumerate(
            (
                ("What is the question?", "Students find out what they would need to know to answer, and sort it by source.",
                 "Groups rank six statements by how sure they are, and defend the order"),
                ("Whose view is missing?", "Each group gets two of four sources. The sources contradict each other.",
                 "Groups write a claim that fits both of their sources"),
                ("What do we claim?", "Groups exchange claims. A claim may be changed, and then the change is marked.",
                 "Groups answer the strongest objection to another group's claim"),
            ),
            start=1,
        )
    )  # fmt: skip
    return _page(
        f"<h1>Unit plan: {escape(t.title)}</h1><p class=sub>{escape(t.grade)} · {escape(t.weeks)}</p>"
        f"<p>The needs assessment showed that {t.silent} of {t.size} students spoke fewer than twice in whole-class "
        "discussion. This unit therefore moves talk into groups of four with rotating roles, so that every learner must "
        "take and defend a position before the class hears it.</p>"
        f"<table><tr><th>Role<th>Says<th>Support{roles}</table>"
        "<p>Emergent bilingual students receive the stems in both languages and rehearse with a partner first. Success "
        f"criteria are written with the students and posted beside the board.</p>{extra}"
        f"<div class=box>Question of the unit: {escape(t.question)}</div>"
        "<p>By the end of the unit each group presents a claim with two pieces of evidence and one honest "
        "counter-argument.</p>"
        f"<div class=break></div>{lessons}"
        "<div class=break></div><h2>How I will know</h2><p>I keep the same seating plan and the same ticks as in the needs "
        "assessment, in two discussions of week three. A colleague does the same from the back of the room in one of "
        "them, so that I can see how much my ticks are worth.</p>"
        "<h2>Content standards</h2><p>Cites several pieces of evidence; traces and evaluates an argument; constructs an "
        "argument supported by evidence and reasoning.</p>"
    )


def dialogue_protocol(topic: Topic) -> str:
    parts = [
        ("Four in a group", ["One role each, on the card", "Roles move clockwise every lesson", "Nobody passes; everybody may ask for time"]),
        ("Before we talk", ["One minute of silence", "Write one sentence", "Say it to your partner"]),
        ("While we talk", ["Point at the line you mean", "Answer the one before you first", "Recorder reads back every ten minutes"]),
        ("When we are stuck", ["“What would change your mind?”", "“Where does it say so?”", "“Can we split the claim?”"]),
    ]  # fmt: skip
    body = f"<section><p class=q>{escape(topic.question)}</p><p>Discussion protocol</p></section>" + "".join(
        f"<section><h1>{escape(head)}</h1><ul>{''.join(f'<li>{escape(x)}' for x in items)}</ul></section>"
        for head, items in parts
    )
    return _page(body, SLIDES)


def stems(topic: Topic) -> str:
    groups = {
        "To claim": ["I claim that … because …", "Our group is fairly sure that …", "The strongest reason is …"],
        "To challenge": ["How do we know that …?", "That would be true only if …", "What about the case where …?"],
        "To connect": ["That fits what … said about …", "This is like … in that …", "Both sources agree on …"],
        "To change one's mind": ["I thought …; now I think …, since …", "Half of that convinces me, namely …"],
    }
    body = "".join(f"<h2>{k}</h2><table>{''.join(f'<tr><td>{escape(x)}<td style=width:45%>' for x in v)}</table>"
                   for k, v in groups.items())  # fmt: skip
    return _page(
        f"<h1>Stems for “{escape(topic.title)}”</h1><p class=sub>The second column is for your own language.</p>{body}"
        f"<div class=break></div><h1>Role cards</h1>"
        + "".join(
            f"<h2>{escape(a)}</h2><p>You say: {escape(b)}</p><p>You can use: {escape(c)}.</p>"
            for a, b, c in topic.roles
        )
    )


def reflection(topic: Topic, attempt: int) -> str:
    t = topic
    parts = [
        f"My goal was that at most {t.after + 1} students would take part fewer than twice a week, and that a third of the "
        "contributions would respond to another student.",
        f"Before the unit, {t.silent} of {t.size} students spoke fewer than twice. In week three it was {t.after}. The "
        "colleague who counted with me had one student more than I did. Contributions that respond to another student went "
        "from 18 to 37 percent; I counted those in two discussions only.",
        f"What helped most, I believe, was the minute of writing. {t.moment} On the days when I forgot the minute, the same "
        "few students were first again.",
        f"What did not work: {t.change[0].lower()}{t.change[1:]}",
        f"The claim I am proudest of is this one: “{t.claim}” It was written by a group in which nobody had volunteered "
        "anything in September.",
    ]
    if attempt > 1:
        parts.append(
            "There are other explanations. The third week had no test in it, and the class knew me better. To tell these "
            "apart I compared the two discussions with and without the minute of writing in the same week: seven students "
            "against twelve took part."
        )
    parts.append(
        "Next I will keep the roles and drop the stems for those who have asked to try without. I will also count how long "
        "students speak, since a tick for a sentence is the same as a tick for a word."
    )
    return "\n\n".join(parts) + "\n"


def thinking(topic: MathTopic) -> str:
    t = topic
    rows = "".join(f"<tr><td>{escape(a)}<td>{escape(b)}<td>{n}" for a, b, n, _ in t.groups)
    colours = ("#d55e00", "#e69f00", "#009e73")
    most = max(n for _, _, n, _ in t.groups) + 2
    cases = "".join(
        f"<div class=break></div><h2>Group: {escape(a)}</h2><p>{escape(b)}. {n} students.</p>"
        "<table><tr><th>What was written<th>What I think it shows"
        f"<tr><td>Work sample {i}a, copied by hand<td>{escape(b)}; the drawing beside it says the same"
        f"<tr><td>Work sample {i}b, copied by hand<td>The same idea, hidden behind a right answer</table>"
        for i, (a, b, n, _) in enumerate(t.groups, start=1)
    )
    return _page(
        f"<h1>What students think: {escape(t.title)}</h1><p class=sub>{escape(t.grade)}</p>"
        f"<p>The idea that I looked for: {escape(t.idea)} I gave three tasks on one sheet, without grades, and sorted the "
        "sheets twice, a day apart. Two sheets changed groups the second time.</p>"
        f"<table><tr><th>Group<th>What it looks like<th>Students{rows}</table>"
        + _bars([(a, n, c) for (a, _, n, _), c in zip(t.groups, colours, strict=True)], most)
        + f"<p>Some answers were right for a reason that will not last.</p>{cases}"
    )


def hinge(topic: MathTopic) -> str:
    t = topic
    rows = "".join(f"<tr><td>{escape(a)}<td>{escape(b)}" for a, b in t.options)
    return _page(
        f"<h1>Hinge question</h1><p class=sub>{escape(t.grade)} · {escape(t.title)}</p>"
        f'<div class=box style="font-size:15pt">{escape(t.hinge)}</div>'
        f"<table><tr><th>Answer<th>What it tells me{rows}</table>"
        "<p>I ask it ten minutes before the end. Students hold up a card; I write down the groups, not the names. If more "
        "than a third of the cards are wrong, the next lesson changes.</p>"
    )


def portfolio(topic: MathTopic, pages: int) -> str:
    rng = random.Random(7)
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    openings = (
        "We began with the hinge question from yesterday.", "Students compared two wrong solutions.",
        "I showed a drawing without numbers and asked what it could mean.", "Partners explained each other's work.",
        "We placed cards on the long number line in the corridor.",
    )  # fmt: skip
    parts = [f"<h1>{escape(topic.title)}: a record of {pages - 1} lessons</h1><p class=sub>{escape(topic.grade)}</p>"
             f"<p>{escape(topic.idea)} Each page is one lesson: what I planned, what I saw, what I changed.</p>"]  # fmt: skip
    for number in range(1, pages):
        seen = [rng.randint(1, 12) for _ in topic.groups]
        rows = "".join(f"<tr><td>{escape(a)}<td>{n}<td>{rng.choice(['same', 'fewer', 'more'])} than yesterday"
                       for (a, _, _, _), n in zip(topic.groups, seen, strict=True))  # fmt: skip
        bars = _bars([(a, n, c) for (a, _, _, _), n, c in
                      zip(topic.groups, seen, ("#d55e00", "#e69f00", "#009e73"), strict=True)], 14)  # fmt: skip
        parts.append(
            f"<div class=break></div><h2>Lesson {number} · {days[number % 5]} of week {number // 5 + 1}</h2>"
            f"<p>{rng.choice(openings)} {escape(rng.choice([g[1] for g in topic.groups]))}: that was said by "
            f"{rng.randint(2, 9)} students before I had asked anything.</p>"
            f"<table><tr><th>Group<th>Students<th>Change{rows}</table>{bars}"
            f"<p>{rng.choice(['I stayed with the same task.', 'I changed the numbers, not the question.', 'I asked the second group first.', topic.change])}</p>"
        )
    return _page("".join(parts))


def deck(file: Path, topic: Topic, name: str) -> None:
    slides = Presentation()
    title = slides.slides.add_slide(slides.slide_layouts[0])
    title.shapes.title.text = topic.title
    title.placeholders[1].text = topic.question
    for head, lines in (
        ("Roles", [f"{a}: {b}" for a, b, _ in topic.roles]),
        ("Supports", [f"{a}: {c}" for a, _, c in topic.roles]),
        ("What we want to hear", ["A reason for every claim", "An answer to the one before", "A changed mind, marked"]),
    ):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = head
        frame = slide.placeholders[1].text_frame
        frame.text = lines[0]
        for line in lines[1:]:
            frame.add_paragraph().text = line
        for paragraph in frame.paragraphs:
            paragraph.font.size = Pt(24)
    slides.core_properties.author = name
    slides.core_properties.last_modified_by = name
    slides.save(str(file))


def growth_sheet(file: Path, topic: MathTopic, rng: random.Random, name: str) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Tracking"
    sheet.append(["Student", *[g[0] for g in topic.groups], "Hinge", "Spoke about it"])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8F0FC")
    for number in range(1, 25):
        group = rng.randrange(len(topic.groups))
        marks = ["x" if i == group else "" for i in range(len(topic.groups))]
        sheet.append([f"S{number:02}", *marks, rng.choice([o[0] for o in topic.options]), rng.choice(["yes", "no"])])
    book.properties.creator = name
    book.properties.lastModifiedBy = name
    book.save(file)
