"""p3: Grade 6, fair prices. Chatty, in the first person and the present tense; a recorder and cubes instead of ticks."""

from __future__ import annotations

from layout import AMBER, BREAK, GREEN, RED, bars, blanks, heading, listed, page, table
from parts import Deck, Discourse, Handwriting

TITLE = "What is a fair price?"
QUESTION = "When is it fair to charge different people different prices?"
CLAIM = "A student price is fair when everybody knows the rule before they stand in the queue."

NEEDS = page(
    heading("Needs assessment: who talks in room 12?", "Grade 6 · Mathematics and ELA · 24 students")
    + "<p>Honestly, I thought my sixth graders talk all the time. They do, just not about mathematics. To find out, I let "
    "a voice recorder run in three math lessons and gave everyone ten cubes: one cube goes into the jar each time you say "
    "something that the whole class hears. At the bell we count what is left on the desks.</p>"
    + bars([("8 or more cubes left", 9, RED), ("4 to 7 left", 8, AMBER), ("3 or fewer left", 7, GREEN)], 24)
    + "<p>Nine children go home with nearly all their cubes. Seven run out and ask for more. On the recording it is worse "
    "than in the jar, since a cube for “seven” and a cube for a whole explanation look alike: in 94 minutes I hear "
    "students explain something to each other for less than six. I am on the tape for fifty-one.</p>"
    "<h2>Listening again with a pencil</h2>"
    + listed(
        (
            "“It's twelve.” / “Good.” Thirty-four exchanges go like this, and I am the one who says “Good.”",
            "Somebody says why: nine times, always the same four voices.",
            "A student disagrees with a student: twice. Both times they look at me while doing it.",
        )
    )
    + "<p>What worries me most is the last line of the three. A sixth grader who is sure of an answer has no reason to listen, "
    "and one who is unsure has no reason to speak, as long as everything runs by way of me. The cubes merely count who gives "
    "up; the recorder tells why.</p>"
    "<div class=box>So here is my goal. In the last week of the unit no more than four children keep eight cubes, and I "
    "hear at least fifteen minutes of children explaining things to children, the nine with full hands among them.</div>"
    f"{BREAK}<h2>The nine, without names</h2><p>Three of them leave for reading support at different times and come back "
    "in the middle of a conversation. Two are new to English and strong in arithmetic, which I only know from their "
    "papers. Three told me, when I asked, that they do not like being wrong out loud. One draws all lesson long and, as it "
    "turns out, draws the problem.</p>"
    + table(
        ("Who", "What I noticed", "What might help"),
        (
            ("Three who come back late", "They cannot tell what we are arguing about", "A picture of where we are, on the table"),
            ("Two new to English", "Numbers carry them, words don't yet", "Ratio table first, sentence second"),
            ("Three afraid of being wrong", "They whisper the right answer", "Claims belong to the group; erasable boards"),
            ("One who draws", "Nobody reads the drawings", "Make drawing a job"),
        ),
    )
    + "<p>What to keep in mind: children drop cubes for fun (I saw it), the recorder stood near the front, and three "
    "lessons are not many.</p>"
)  # fmt: skip

PLAN = page(
    heading("Six lessons on fair prices", "Unit plan · Grade 6 · Weeks 2–4 · ratio, rate and a lot of arguing")
    + f"<div class=box>Our big question, on the wall from day one: {QUESTION}</div>"
    "<p>Why this question? Because the math cannot be skipped. “Children pay half” sounds kind until a table has to work "
    "out what a family of five pays at each of three museums, and suddenly halving, doubling and rates per person are what "
    "the argument is about. Whoever wants to win has to calculate, and whoever calculates has something to say. That is "
    "the whole idea.</p>"
    "<h2>Four chairs at each table</h2><p>The chairs have jobs, the children move one chair to the left each lesson.</p>"
    + listed(
        (
            "Calculator chair. Keeps the ratio table and says “If we halve it, then …”",
            "Question chair. Has one line to use as often as possible: “Does that always work?”",
            "Drawing chair. Draws the case on grid paper; the drawing goes under the camera when the table reports.",
            "Speaking chair. Says what the table thinks, with a rehearsal card, after a dry run in a whisper.",
        )
    )
    + f"{BREAK}<h2>Lessons 1 and 2: The swimming pool</h2><p>Adults 6, children 3, under fours free. Tables invent a family "
    "for whom this is unfair and price it. Children who return from support find the drawing in the middle of the table and "
    "are told the story by the Drawing chair, which is good for both. My two newcomers start in the Calculator chair.</p>"
    "<h2>Lessons 3 and 4: The market stall</h2><p>One stall sells by weight, another by the bag. Which one is cheaper for "
    "a pensioner who buys little? Two tables get the same stall and opposite customers, then meet and must agree on a "
    "single price board. Boards are erasable until the meeting is over, so that nobody is wrong in ink.</p>"
    "<h2>Lessons 5 and 6: Our own school fair</h2><p>Every table sets prices for the fair in May: students, parents, "
    "guests. Rule: you have to show that the stand earns 120 or more, and you have to name one person who will complain and "
    "what you would tell them. We vote on the price boards, not on the children.</p>"
    + table(
        ("In each lesson", "Roughly", "For the nine"),
        (
            ("Look at a price tag, write a guess", "4 min", "Pictures instead of text"),
            ("Table talk with chairs", "20 min", "Ratio table filled in to the second line"),
            ("Two tables meet", "12 min", "Dry run in a whisper before it"),
            ("Cubes counted, one line in the notebook", "5 min", "May be drawn"),
        ),
    )
    + f"{BREAK}<h2>Checking whether it worked</h2><p>Cubes every day (they like it). The recorder comes back for the last "
    "two lessons, this time in the middle of the room, and I will listen with a stopwatch for children explaining. The "
    "teacher next door has agreed to listen to ten minutes of it without telling her which lesson it is.</p>"
    "<h2>What they learn in mathematics</h2><p>Rates per person and per hundred grams; tables of equivalent ratios; "
    "percent as a rate. In language: to state a claim, to question one, to report for others.</p>"
)

STEMS = page(
    heading("Table kit", "One per table. Cut along the lines. The empty side is for pictures or your own language.")
    + "<h2>Say what you figured out</h2>"
    + blanks(
        ("For … people it costs …, so for one …", "If you double this, that doubles too: …", "Look at my table, row …")
    )
    + "<h2>Poke at it</h2>"
    + blanks(
        ("Does that always work? Try it with …", "What about somebody who buys only one?", "Show me where the 3 went.")
    )
    + "<h2>Stick things together</h2>"
    + blanks(("Your picture shows my …", "It's the swimming pool all over again because …"))
    + "<h2>Turn around</h2>"
    + blanks(("Wipe that, I've got a better one: …", "OK, the price is fair for … but for … it isn't."))
    + f"{BREAK}<h1>Four chair signs</h1><h2>Calculator</h2><p>The ratio table is yours. Fill one more row than you need.</p>"
    "<h2>Questioner</h2><p>Ask your question at least three times. It is rude not to.</p>"
    "<h2>Illustrator</h2><p>Draw who pays what. Late friends will find their way by your drawing.</p>"
    "<h2>Speaker</h2><p>Whisper it once. Then three key words on the card, no more. Then stand up.</p>"
)

REFLECTION = f"""\
The jar first, because the children ask about it daily: in the last week three of them still had eight or more cubes on their desks at the end. In September it was nine, and I had hoped for four.

The recorder is a sterner judge. I wanted fifteen minutes of children explaining to children; the two final lessons have eleven and nineteen. The eleven is the lesson with the assembly before it. My neighbour, who did not know which recording was which, wrote down “they argue without her” about the later one and “nice, but she asks everything” about September.

Of my nine, all three who come back late now enter by way of the drawing, and I should have thought of it years ago. The Illustrator's drawing became the argument: four tables copied it onto their own sheets. The two who are new to English are on the tape with full sentences about cost per person. One of the three who fear being wrong still whispers.

A flop: the rehearsal card was read aloud word for word, like a prayer. I cut it to three key words and it was as if somebody had opened a window.

If you want to know what they think in the end, table six has it on their board: “{CLAIM}”

Is it the chairs, or is it that everybody has an opinion about ice cream? I can't say. So the next unit is about dividing fractions, which nobody has opinions about, with the same chairs and the same jar. If the cubes stay in the jar there, I will believe it. And the recorder gets a fixed place in the middle of the room.
"""

DECK = Deck(
    TITLE,
    QUESTION,
    (
        ("Four chairs", ("Calculator: “If we halve it, then …”", "Questioner: “Does that always work?”",
                         "Illustrator: draws the case", "Speaker: “Our table claims …”")),
        ("Within reach", ("Ratio table on the blue card", "Grid paper, two colours", "Boards that can be wiped",
                          "Three key words, no more")),
        ("You know it was a good talk when …", ("somebody asked for the numbers", "a drawing was copied",
                                                "a price on your board has been wiped")),
    ),
)  # fmt: skip

HAND = Handwriting(
    poster=(
        "SCHOOL FAIR, price board of table 6", "", "Lemonade  students 0.80, guests 1.20", "we sell about 60 : 70 cups",
        "60 x 0.80 = 48", "70 x 1.20 = 84, together 132, more than 120!", "",
        "Who will complain? A cousin who is 19 and still at school.", "We would say:", CLAIM,
    ),
    notebook=(
        ("Lesson 2, pool", "", "cubes left 8+: six (was nine)", "Chair 3 drew the family as five stick people with price tags. Copied by 4 tables!!",
         "", "Late comer sat down, looked at it, said \"so the baby is free\"", "", "rehearsal card = reading aloud. cut it down"),
        ("Lesson 4, stalls", "", "three words on the card now: bag, weight, small", "Table 2 and 5 can't agree. Good.",
         "they ask for a calculator, I say ask your Calculator", "", "timer broke, used the kitchen one", "cubes: four"),
    ),
    stickers=("why 3?", "half!", "per cup", "unfair", "132 ok"),
)  # fmt: skip

PORTFOLIO = Discourse(needs=NEEDS, plan=PLAN, stems=STEMS, reflection=REFLECTION, hand=HAND, deck=DECK)
