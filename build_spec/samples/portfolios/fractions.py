"""p5: Grade 4, fractions on the number line. Plain and orderly; its record of 119 lessons is the longest evidence."""

from __future__ import annotations

import random

from layout import AMBER, BREAK, GREEN, RED, bars, heading, page, table
from parts import Handwriting, Maths, Tracking

TITLE, GRADE = "Fractions as numbers", "Grade 4"
IDEA = "A fraction is one number with a place on the line, not two numbers."
COUNTS, BIGGER, PLACES = "Counts parts", "Bigger denominator, bigger number", "Places on a line"
SEEN = {
    COUNTS: "Sees 3/8 as “three and eight”",
    BIGGER: "Says 1/8 > 1/4",
    PLACES: "Puts 3/8 between 1/4 and 1/2",
}
COLOURS = (RED, AMBER, GREEN)

THINKING = page(
    heading(f"What students think: {TITLE}", GRADE)
    + f"<p>The idea that I looked for: {IDEA} I gave three tasks on one sheet, without grades, and sorted the sheets twice, "
    "a day apart. Two sheets changed groups the second time.</p>"
    + table(("Group", "What it looks like", "Students"), zip(SEEN, SEEN.values(), (9, 7, 8), strict=True))
    + bars([(group, count, colour) for group, count, colour in zip(SEEN, (9, 7, 8), COLOURS, strict=True)], 11)
    + "<p>Some answers were right for a reason that will not last: five children compared 3/4 and 2/4 correctly because 3 is "
    "more than 2, and would have said the same about 3/8 and 2/4.</p>"
    f"{BREAK}<h2>Group: {COUNTS}</h2><p>Nine children treat the bar as a fence between two whole numbers. Asked where 3/8 "
    "lives, they point at the 3 and then at the 8.</p>"
    + table(
        ("What was written", "What I think it shows"),
        (
            ("“3/8 is 3 and then 8” under two heaps of dots", "Two counts, no relation between them"),
            ("3/8 + 1/8 = 4/16", "Adds what stands above and what stands below, since both are just numbers"),
            ("A right answer for 1/2, with a pizza", "Half is a word they know; the pizza hides the rest"),
        ),
    )
    + f"{BREAK}<h2>Group: {BIGGER}</h2><p>Seven children order unit fractions by their lower number. They are consistent, "
    "which is good news: there is an idea to work with.</p>"
    + table(
        ("What was written", "What I think it shows"),
        (
            ("1/3, 1/4, 1/8 in a rising row of towers", "The denominator is read as a height"),
            ("“Eighths are more because there are more of them”", "True of the pieces, applied to their size"),
        ),
    )
    + f"{BREAK}<h2>Group: {PLACES}</h2><p>Eight children use a line without being told to. Their lines are crooked and their "
    "reasons are sound.</p>"
    + table(
        ("What was written", "What I think it shows"),
        (
            ("A tick for 1/2 first, then 3/8 “one eighth before it”", "Half as a landmark"),
            ("5/4 drawn beyond the edge of the paper", "Fractions do not stop at one"),
        ),
    )
)

HINGE = page(
    heading("Hinge question", f"{GRADE} · {TITLE}")
    + '<div class=box style="font-size:15pt">Which of these is closest to 1?</div>'
    + table(
        ("Answer", "What it tells me"),
        (
            ("5/6", "Reads the fraction as a number"),
            ("9/12", "Looks at the numerators, and knows 12/24 as a half"),
            ("2/3", "Counts missing parts: one is missing, as in 5/6"),
            ("12/24", "Bigger digits mean a bigger number"),
        ),
    )
    + "<p>I ask it ten minutes before the end. Students hold up a card; I write down the groups, not the names. If more than "
    "a third of the cards are wrong, the next lesson changes.</p>"
)


def _tracking() -> Tracking:
    rng = random.Random(100)
    now = [COUNTS] * 3 + [BIGGER] * 2 + [PLACES] * 19
    rng.shuffle(now)
    likely = {COUNTS: ("2/3", "9/12"), BIGGER: ("12/24",), PLACES: ("5/6", "5/6", "9/12")}
    rows = (
        (f"S{number:02}", *("x" if group == each else "" for each in SEEN), rng.choice(likely[group]),
         rng.choice(("yes", "no")))
        for number, group in enumerate(now, start=1)
    )  # fmt: skip
    return Tracking("Tracking", (("Student", *SEEN, "Hinge", "Spoke about it"), *rows))


OPENINGS = (
    "We began with the hinge question from yesterday.", "Students compared two wrong solutions.",
    "I showed a drawing without numbers and asked what it could mean.", "Partners explained each other's work.",
    "We placed cards on the long number line in the corridor.", "Paper strips were folded in silence, then unfolded aloud.",
    "A measuring cup stood on every table, and no ruler.", "I read out a wrong answer of mine and waited.",
    "Two lines hung side by side, one from 0 to 1 and one from 0 to 2.", "We sorted nine cards into less, about and more than a half.",
)  # fmt: skip
NOTICED = (
    "{}: that was said by {} students before I had asked anything.", "{}: I heard it at the back table and in {} notebooks.",
    "{}: it came up again, this time from {} pairs.", "{}: {} students wrote it and crossed it out themselves.",
    "{}: somebody objected, and {} others wanted to know why.", "{}: {} exit cards had it.",
)  # fmt: skip
MOVES = (
    "I stayed with the same task.", "I changed the numbers, not the question.", "I asked the second group first.",
    "The three groups got three different openings; only one of them used circles.", "I took the circles away for a day.",
    "Tomorrow the line goes past 1.", "I let the strips decide and said nothing.", "The next card will have twelfths on it.",
    "I spoke with two children alone while the others drew.", "I put the half on the line and left the rest to them.",
)  # fmt: skip


def _record(pages: int) -> str:
    rng = random.Random(7)
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    parts = [
        heading(f"{TITLE}: a record of {pages - 1} lessons", GRADE)
        + f"<p>{IDEA} Each page is one lesson: what I planned, what I saw, what I changed.</p>"
    ]
    for number in range(1, pages):
        counts = [rng.randint(1, 12) for _ in SEEN]
        noticed = rng.choice(NOTICED).format(rng.choice(list(SEEN.values())), rng.randint(2, 9))
        changes = [f"{rng.choice(('same', 'fewer', 'more'))} than yesterday" for _ in SEEN]
        parts.append(
            f"{BREAK}<h2>Lesson {number} · {days[number % 5]} of week {number // 5 + 1}</h2>"
            f"<p>{rng.choice(OPENINGS)} {noticed.replace('>', '&gt;')}</p>"
            + table(("Group", "Students", "Change"), zip(SEEN, counts, changes, strict=True))
            + bars([(g, n, c) for g, n, c in zip(SEEN, counts, COLOURS, strict=True)], 14)
            + f"<p>{rng.choice(MOVES)}</p>"
        )
    return page("".join(parts))


EFFECT = f"""\
I compared the same idea before and after: {IDEA}

Before teaching, 9 students were in the group “{COUNTS}”; 7 in “{BIGGER}”; 8 already in “{PLACES}”.

After the changed lessons, 3 were left in the first group and 2 in the second, and 19 placed fractions on a line. The three groups got three different openings on Tuesday; only one of them used circles.

Three students moved only after I had talked with them alone. I do not know whether the lesson or the talk did it, and I will give the hinge question again in three weeks to find out.
"""

PORTFOLIO = Maths(
    thinking=THINKING, hinge=HINGE, tracking=_tracking(), effect=EFFECT, record=_record(120),
    hand=Handwriting(
        poster=(TITLE, "", "Which of these is closest to 1?", "5/6,  9/12,  2/3,  12/24", "", "Counts parts: 9 before",
                "Bigger denominator, bigger number: 7 before", "Places on a line: 8 before", "",
                "The three groups got three different openings on Tuesday; only one of them used circles."),
        notebook=None, stickers=("why?", "1/2!", "I agree", "0..1", "but..."),
    ),
)  # fmt: skip
