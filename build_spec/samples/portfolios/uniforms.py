"""p2: Grade 8, school uniforms, in two attempts. Short sentences, a tally chart, and a habit of asking students."""

from __future__ import annotations

from layout import AMBER, BREAK, GREEN, RED, bars, blanks, heading, page, table
from parts import Discourse, Handwriting

TITLE, GRADE = "Should we all wear the same?", "Grade 8 · Social studies"
QUESTION = "Would a school uniform make our school fairer?"
CLAIM = "A uniform hides who can pay for shoes, but not who can pay for the trip."
ROLES = (
    ("Opener", "“The question behind this is …”", "Question ladder"),
    ("Evidence finder", "“The text says … on page …”", "Marked text"),
    ("Doubter", "“How do we know?”", "Doubting strip"),
    ("Closer", "“We still don't know …”", "List of open questions"),
)

SECOND_LOOK = (
    "<h2>A second look</h2><p>When the first review came back I handed out blank cards and one question: what keeps you "
    "quiet? Nobody signed. Twelve cards asked for more time to find words; three said that somebody faster has usually "
    "said it already. The cards and the tally tell one story: my quiet students are still building a sentence when the "
    "room has moved to the next.</p>"
)


def needs(attempt: int) -> str:
    return page(
        heading("Needs assessment", f"{GRADE} · first step towards “{TITLE}”")
        + "<h2>Counting</h2><p>I ran five debates of ten minutes in early October and asked a student teacher to tally every "
        "voice on a class grid while I led. No names on the grid, only seats. The result was hard to look at: 14 of my 29 "
        "eighth graders were heard once or not at all, and eight seats produced most of the talk.</p>"
        + bars([("once or never", 14, RED), ("a few times", 7, AMBER), ("in every debate", 8, GREEN)], 29)
        + "<h2>Who answers whom</h2>"
        + table(
            ("A turn that …", "Of 112 turns", "For instance"),
            (
                ("goes back to the teacher", "79", "“Is it because of the money?”"),
                ("picks up a classmate's point", "20", "“Same as what he said.”"),
                ("brings evidence unprompted", "13", "“The second chart says the opposite.”"),
            ),
        )
        + "<p>In short, we have a quiz with me as quizmaster. A debate it is not: positions are announced, and after that "
        "they stay as they were.</p>"
        "<div class=box>What I want: six seats or fewer that are heard once or never, and one turn in three that picks up "
        "what a classmate has said.</div>"
        + (SECOND_LOOK if attempt > 1 else "")
        + f"{BREAK}<h2>Seats I have in mind</h2><p>Two newcomers arrived in August with Spanish and very little English. One "
        "student is hard of hearing and loses the thread as soon as two people talk at once. Five have opinions on every "
        "essay and none in class. The remaining six are simply out of practice.</p>"
        + table(
            ("Seats", "The obstacle", "My first idea"),
            (
                ("Both newcomers", "English at the speed of a debate", "Say it in Spanish, then again in English"),
                ("One hard of hearing", "Talk that overlaps", "A talking piece; the claim is written up as it changes"),
                ("Five strong writers", "No opening that is theirs", "The Opener's job goes to them first"),
                ("Six out of practice", "Nothing depends on them", "A job that the group cannot do without"),
            ),
        )
        + "<h2>What the tally cannot show</h2><p>Seats are not moods. One debate fell on the morning after a football final, "
        "and the grid for that day looks like another class. My student teacher and I also disagreed about mumbling; we "
        "left it out.</p>"
    )


def plan(attempt: int) -> str:
    extra = (
        "<p>New in this version: at mid-week each group puts back one support it can do without, and the Closer writes down "
        "why.</p>"
        if attempt > 1
        else ""
    )
    return page(
        heading(f"Unit plan: {TITLE}", f"{GRADE} · Weeks 6–8")
        + "<p>Half of the class is barely heard, so nobody will debate in front of thirty people until they have done it in "
        "front of three. Groups of four stay together for the whole unit. Inside them the jobs move on each day, and each "
        "job has words of its own:</p>"
        + table(("Job", "Opening words", "Lean on"), ROLES)
        + "<p>The newcomers get every strip in Spanish as well and may try a sentence on each other before the group hears "
        "it. What counts as a good argument we work out together on the first day, from two recorded ones, and the list "
        f"hangs by the door.</p>{extra}"
        f"<div class=box>{QUESTION}</div>"
        "<p>At the end a group hands the student council one recommendation, the two facts it rests on, and the objection "
        "that worries the group most.</p>"
        f"{BREAK}<h2>Day 1 and 2 · Fair for whom?</h2><p>We read the council's survey. A question ladder helps each group to "
        "turn “uniforms, yes or no?” into something that can be looked up.</p>"
        + table(
            ("Step", "Students", "In reach"),
            (
                ("Alone, 5 min", "Circle one number in the survey that surprises you", "Survey with large print"),
                ("Pair, 5 min", "Say why, in the language you like", "Spanish strip"),
                ("Four, 20 min", "Climb the ladder: three questions, each harder than the last", "Question ladder"),
                ("Class, 10 min", "Closers read out what nobody could answer", "Door list"),
            ),
        )
        + "<h2>Day 3 and 4 · Two shops, one receipt</h2><p>Each group compares what a year of clothes costs with and without "
        "a uniform. The receipts disagree on purpose: one leaves out shoes.</p>"
        + table(
            ("Step", "Students", "In reach"),
            (
                ("Alone, 5 min", "Find the line that is missing", "Receipts with pictures"),
                ("Four, 25 min", "The Doubter must ask at least twice before a number is believed", "Doubting strip"),
                ("Visit, 10 min", "Two stay, two go and listen next door", "Talking piece"),
            ),
        )
        + "<h2>Day 5 and 6 · A letter that could lose</h2><p>Groups draft the recommendation, trade drafts, and get them back "
        "with one objection. They may change sides; the change is underlined.</p>"
        + table(
            ("Step", "Students", "In reach"),
            (
                ("Four, 15 min", "Draft in three sentences", "Frame for a letter"),
                ("Trade, 15 min", "Write the objection you would least like to get", "Objection card"),
                ("Four, 15 min", "Answer it, or give in and say so", "Speech to text"),
            ),
        )
        + f"{BREAK}<h2>Evidence I will collect</h2><p>The grid again, filled in by the same student teacher, in the last two "
        "debates. The Closers' sheets from all six days. One card per student at the end with a single line on it: the "
        "moment I changed or kept my mind.</p>"
        "<h2>Standards in view</h2><p>Distinguishes fact, opinion and reasoned judgment; takes part in structured "
        "discussion on an issue of the community; writes an argument on discipline-specific content.</p>"
    )


STEMS = page(
    heading(f"Word strips for “{TITLE}”", "Left: English. Right: however you would say it at home.")
    + "<h2>Putting a position on the table</h2>"
    + blanks(("We would recommend … if …", "The fairest thing here would be …", "My number for this is …, from …"))
    + "<h2>Doubting, politely</h2>"
    + blanks(("Who paid for that number?", "Is that everyone, or just our friends?", "Can you find me the line?"))
    + "<h2>Picking up what somebody said</h2>"
    + blanks(("I want to hang something on your point: …", "You two are closer than you sound, as …"))
    + "<h2>Giving in, or not</h2>"
    + blanks(("You got me with …, so now …", "I hear it, and I still say … on account of …"))
    + f"{BREAK}<h1>Jobs to cut out</h1>"
    + "".join(
        f"<h2>{job}</h2><p>{does}</p><p>Begin with {says} and keep the {lean.lower()} next to you.</p>"
        for (job, says, lean), does in zip(
            ROLES,
            (
                "You start us off and decide which of our questions comes first.",
                "You look things up while the rest of us talk, and read the line aloud.",
                "You slow us down. Twice is the minimum.",
                "You write what is left open and carry it to the class.",
            ),
            strict=True,
        )
    )
)


def reflection(attempt: int) -> str:
    parts = [
        "I had set out to get down to six seats that are heard once or never, and up to one turn in three that picks up a "
        "classmate's point.",
        "Seats first: from 14 of 29 down to 6, on the same grid, with the same student teacher holding the pencil. Turns "
        "second: from 20 of 112 to 41 of 118, which is a little over a third. Four of the eight seats that I had worried "
        "about most are among those that moved; the student who is hard of hearing spoke in both debates.",
        "The strips did more than the jobs did. Two newcomers used the Doubter strip in Spanish first and then in English, "
        "and by day five others had copied the Spanish line because it sounded sterner.",
        "One mistake was mine: on the first day I had groups of five, and the fifth always ended up watching. I moved to "
        "groups of four on the second day.",
        f"A line from the letters to the council that I keep quoting in the staff room: “{CLAIM}” Both authors had been at "
        "zero on the October grid.",
    ]
    if attempt > 1:
        parts.append(
            "There are other explanations. By November any class is less shy, and no test was due that week. So I ran two "
            "debates on neighbouring days, one with strips and one without: seventeen seats were heard more than once with "
            "them, eleven without."
        )
    parts.append(
        "From here I want to hand out strips only on request and see who asks. The grid will get a second colour for turns "
        "longer than one sentence, because “same here” counted as much as a whole argument."
    )
    return "\n\n".join(parts) + "\n"


POSTER = (
    QUESTION, "", "29 seats, 14 hardly heard", "", "Day 1  jobs drawn from a hat",
    "Day 2  Groups of five left one out. From now on: groups of four.",
    "Day 4  Two newcomers used the Doubter strip in Spanish first and then in English.",
    f"Day 6  to the council: {CLAIM}", "", "Ask next: who pays for the trip?",
)  # fmt: skip
ADDED = ("", "CARDS", "12 x more time to find words", "3 x somebody said it already")
NOTEBOOK = (
    ("Debate 1, ten past nine", "", "Table by the window starts before I have finished the sentence.",
     "Fifth chair at table 3 is just watching. Same at 5.", "-> fours tomorrow, even if it means seven tables",
     "", "Receipts: nobody sees the missing shoes until a Doubter asks twice.", "Keep the trap."),
    ("Debate 4", "", "Strip in Spanish read out, then in English, slower. Quiet. Then three hands.",
     "Talking piece = a whiteboard eraser. Works, also for the one who cannot follow two voices.",
     "", f"Best line: {CLAIM}", "", "Visit next door took 14 min instead of 10"),
)  # fmt: skip


def portfolio(attempt: int) -> Discourse:
    hand = Handwriting(POSTER + ADDED if attempt > 1 else POSTER, NOTEBOOK)
    return Discourse(needs=needs(attempt), plan=plan(attempt), stems=STEMS, reflection=reflection(attempt), hand=hand)
