"""p1: Grade 7, who shares a river. Counts with ticks, writes evenly and at some length."""

from __future__ import annotations

from html import escape

from layout import AMBER, BREAK, GREEN, RED, SLIDES, bars, blanks, heading, listed, page, table
from parts import Discourse, Handwriting

TITLE, GRADE = "Whose water is it?", "Grade 7 · Science and ELA"
QUESTION = "Who should decide how a town shares its river in a dry year?"
CLAIM = "Upstream farms should not decide alone, because the town drinks what they leave."
MOMENT = "A student who had not spoken since September asked the group to go back to the map."
ROLES = (
    ("Summarizer", "“So far we agree that …”", "Sentence stems A"),
    ("Challenger", "“What would change your mind?”", "Word bank, partner"),
    ("Connector", "“This is like …”", "Picture cards"),
    ("Recorder", "Writes the group's claim", "Speech to text"),
)

NEEDS = page(
    heading("Needs assessment", f"{GRADE} · before the unit “{TITLE}”")
    + "<h2>What I did</h2><p>For one week I put a tick on a seating plan whenever a student spoke in a whole-class "
    "discussion. There were four discussions of about fifteen minutes. 11 of 26 students spoke fewer than twice in the "
    "whole week; 8 students made almost two thirds of all contributions.</p>"
    + bars([("spoke 0 or 1 times", 11, RED), ("spoke 2 to 4 times", 7, AMBER), ("spoke more often", 8, GREEN)], 26)
    + "<h2>What kinds of talk</h2>"
    + table(
        ("Kind", "Share", "Example"),
        (
            ("Answers a question of mine", "71 %", "“Because it rained less.”"),
            ("Responds to another student", "18 %", "“I agree.”"),
            ("Gives a reason without being asked", "11 %", "“It says so in the second table.”"),
        ),
    )
    + "<p>Most contributions end with me. Students rarely build on each other, and hardly anybody changes a claim after "
    "hearing another one.</p>"
    "<div class=box>Goal: by the end of the unit, at most 5 students take part fewer than twice a week, and at least a "
    "third of all contributions respond to another student.</div>"
    f"{BREAK}<h2>Whom I plan for</h2><p>Six students are learning English; four of them are among the silent ones. Two "
    "students have plans that name processing time. Three write well and say nothing. I will plan for each of these, and "
    "look at them again at the end.</p>"
    + table(
        ("Learners", "What gets in the way", "What I will try"),
        (
            ("Six students learning English", "Finding words while the talk goes on",
             "Stems in both languages, rehearsal with a partner"),
            ("Two students who need time", "The pace of turns", "A minute of writing before every discussion"),
            ("Three who write and do not speak", "Nobody waits for them",
             "Roles that rotate, so that waiting is somebody's job"),
        ),
    )
    + "<h2>Limits</h2><p>A tick does not tell how long somebody spoke, and I may have missed quiet answers at the back. "
    "One of the four discussions was shortened by a fire drill.</p>"
)  # fmt: skip

LESSONS = (
    ("What is the question?", "Students find out what they would need to know to answer, and sort it by source.",
     "Groups rank six statements by how sure they are, and defend the order"),
    ("Whose view is missing?", "Each group gets two of four sources. The sources contradict each other.",
     "Groups write a claim that fits both of their sources"),
    ("What do we claim?", "Groups exchange claims. A claim may be changed, and then the change is marked.",
     "Groups answer the strongest objection to another group's claim"),
)  # fmt: skip


def _lesson(number: int, title: str, text: str, task: str) -> str:
    return f"<h2>Lesson {number}: {title}</h2><p>{text}</p>" + table(
        ("Minutes", "What happens", "Who needs what"),
        (
            ("0–8", "Silent reading and one written sentence", "Text with glossary; audio"),
            ("8–25", task, "Stems and roles as in the table; partner rehearsal first"),
            ("25–40", "Groups report; others ask one question each", "Question cards"),
            ("40–45", "Exit ticket: “My group changed its mind about …”", "Speech to text"),
        ),
    )


PLAN = page(
    heading(f"Unit plan: {TITLE}", f"{GRADE} · Weeks 3–5")
    + "<p>The needs assessment showed that 11 of 26 students spoke fewer than twice in whole-class discussion. This unit "
    "therefore moves talk into groups of four with rotating roles, so that every learner must take and defend a position "
    "before the class hears it.</p>"
    + table(("Role", "Says", "Support"), ROLES)
    + "<p>Emergent bilingual students receive the stems in both languages and rehearse with a partner first. Success "
    "criteria are written with the students and posted beside the board.</p>"
    f"<div class=box>Question of the unit: {escape(QUESTION)}</div>"
    "<p>By the end of the unit each group presents a claim with two pieces of evidence and one honest "
    "counter-argument.</p>"
    + BREAK
    + "".join(_lesson(number, *lesson) for number, lesson in enumerate(LESSONS, start=1))
    + f"{BREAK}<h2>How I will know</h2><p>I keep the same seating plan and the same ticks as in the needs assessment, in "
    "two discussions of week three. A colleague does the same from the back of the room in one of them, so that I can see "
    "how much my ticks are worth.</p>"
    "<h2>Content standards</h2><p>Cites several pieces of evidence; traces and evaluates an argument; constructs an "
    "argument supported by evidence and reasoning.</p>"
)

PROTOCOL = page(
    f"<section><p class=q>{escape(QUESTION)}</p><p>Discussion protocol</p></section>"
    + "".join(
        f"<section><h1>{escape(head)}</h1>{listed(lines)}</section>"
        for head, lines in (
            ("Four in a group", ("One role each, on the card", "Roles move clockwise every lesson",
                                 "Nobody passes; everybody may ask for time")),
            ("Before we talk", ("One minute of silence", "Write one sentence", "Say it to your partner")),
            ("While we talk", ("Point at the line you mean", "Answer the one before you first",
                               "Recorder reads back every ten minutes")),
            ("When we are stuck", ("“What would change your mind?”", "“Where does it say so?”",
                                   "“Can we split the claim?”")),
        )
    ),
    SLIDES,
)  # fmt: skip

STEMS = page(
    heading(f"Stems for “{TITLE}”", "The second column is for your own language.")
    + "".join(
        f"<h2>{purpose}</h2>{blanks(lines)}"
        for purpose, lines in (
            ("To claim", ("I claim that … because …", "Our group is fairly sure that …", "The strongest reason is …")),
            ("To challenge", ("How do we know that …?", "That would be true only if …",
                              "What about the case where …?")),
            ("To connect", ("That fits what … said about …", "This is like … in that …", "Both sources agree on …")),
            ("To change one's mind", ("I thought …; now I think …, since …", "Half of that convinces me, namely …")),
        )
    )
    + f"{BREAK}<h1>Role cards</h1>"
    + "".join(
        f"<h2>{escape(role)}</h2><p>You say: {escape(says)}</p><p>You can use: {escape(support)}.</p>"
        for role, says, support in ROLES
    )
)  # fmt: skip

REFLECTION = f"""\
My goal was that at most 5 students would take part fewer than twice a week, and that a third of the contributions would respond to another student.

Before the unit, 11 of 26 students spoke fewer than twice. In week three it was 4. The colleague who counted with me had one student more than I did. Contributions that respond to another student went from 18 to 37 percent; I counted those in two discussions only.

What helped most, I believe, was the minute of writing. {MOMENT} On the days when I forgot the minute, the same few students were first again.

What did not work: the Connector role confused three groups; I gave it two example cards and a quieter name.

The claim I am proudest of is this one: “{CLAIM}” It was written by a group in which nobody had volunteered anything in September.

Next I will keep the roles and drop the stems for those who have asked to try without. I will also count how long students speak, since a tick for a sentence is the same as a tick for a word.
"""

_PAGE = (
    QUESTION, "", "26 students, 11 almost silent", "", "Mon  groups formed, roles drawn", f"Tue  {MOMENT}",
    "Wed  The Connector role confused three groups; I gave it two example cards and a quieter name.",
    f"Thu  claim: {CLAIM}", "", "Next time: start with the quiet table",
)  # fmt: skip

PORTFOLIO = Discourse(
    needs=NEEDS, plan=PLAN, stems=STEMS, reflection=REFLECTION, protocol=PROTOCOL,
    hand=Handwriting(poster=_PAGE, notebook=(_PAGE, _PAGE)),
)  # fmt: skip
