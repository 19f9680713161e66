"""What the sample portfolios are about. Invented throughout: no such class, teacher or student exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One invented class. ``silent`` of ``size`` students spoke fewer than twice; afterwards ``after`` of them."""

    key: str
    title: str
    grade: str
    weeks: str
    question: str
    size: int
    silent: int
    after: int
    roles: tuple[tuple[str, str, str], ...]
    claim: str
    moment: str
    change: str


DISCOURSE = (
    Topic(
        "water", "Whose water is it?", "Grade 7 · Science and ELA", "Weeks 3–5",
        "Who should decide how a town shares its river in a dry year?", 26, 11, 4,
        (("Summarizer", "“So far we agree that …”", "Sentence stems A"),
         ("Challenger", "“What would change your mind?”", "Word bank, partner"),
         ("Connector", "“This is like …”", "Picture cards"),
         ("Recorder", "Writes the group's claim", "Speech to text")),
        "Upstream farms should not decide alone, because the town drinks what they leave.",
        "A student who had not spoken since September asked the group to go back to the map.",
        "The Connector role confused three groups; I gave it two example cards and a quieter name.",
    ),
    Topic(
        "uniforms", "Should we all wear the same?", "Grade 8 · Social studies", "Weeks 6–8",
        "Would a school uniform make our school fairer?", 29, 14, 6,
        (("Opener", "“The question behind this is …”", "Question ladder"),
         ("Evidence finder", "“The text says … on page …”", "Marked text"),
         ("Doubter", "“How do we know?”", "Stems B"),
         ("Closer", "“We still don't know …”", "Word bank")),
        "A uniform hides who can pay for shoes, but not who can pay for the trip.",
        "Two newcomers used the Doubter stems in Spanish first and then in English.",
        "Groups of five left one person out; I moved to groups of four on the second day.",
    ),
    Topic(
        "market", "What is a fair price?", "Grade 6 · Mathematics and ELA", "Weeks 2–4",
        "When is it fair to charge different people different prices?", 24, 9, 3,
        (("Calculator", "“If we halve it, then …”", "Ratio table"),
         ("Questioner", "“Does that always work?”", "Stems C"),
         ("Illustrator", "Draws the case", "Grid paper"),
         ("Speaker", "“Our group claims …”", "Rehearsal card")),
        "A student price is fair when everybody knows the rule before they stand in the queue.",
        "The Illustrator's drawing became the argument: four groups copied it onto their own sheets.",
        "The rehearsal card was read aloud word for word; I cut it to three key words.",
    ),
    Topic(
        "archive", "Who tells our town's story?", "Grade 9 · History", "Weeks 9–11",
        "Which of these three accounts of the mill strike should go on the wall?", 27, 12, 5,
        (("Source reader", "“This was written by … for …”", "Source card"),
         ("Corroborator", "“Another account says …”", "Comparison table"),
         ("Skeptic", "“What is left out?”", "Stems D"),
         ("Curator", "Writes the label", "Label template")),
        "The payroll book says less than the letter, and lies less, too.",
        "A student with a stammer chose to be Curator and read the label from her own page.",
        "Corroborators argued from memory; I asked them to keep a finger on the line they meant.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class MathTopic:
    """One invented mathematics class: an idea, the groups that student work fell into, and a hinge question."""

    key: str
    title: str
    grade: str
    idea: str
    groups: tuple[tuple[str, str, int, int], ...]
    hinge: str
    options: tuple[tuple[str, str], ...]
    change: str


MATH = (
    MathTopic(
        "fractions", "Fractions as numbers", "Grade 4",
        "A fraction is one number with a place on the line, not two numbers.",
        (("Counts parts", "Sees 3/8 as “three and eight”", 9, 3), ("Bigger denominator, bigger number", "Says 1/8 > 1/4", 7, 2),
         ("Places on a line", "Puts 3/8 between 1/4 and 1/2", 8, 19)),
        "Which of these is closest to 1?",
        (("5/6", "Reads the fraction as a number"), ("9/12", "Compares numerators only"),
         ("2/3", "Counts missing parts"), ("12/24", "Bigger digits mean a bigger number")),
        "The three groups got three different openings on Tuesday; only one of them used circles.",
    ),
    MathTopic(
        "ratio", "Scaling recipes", "Grade 6",
        "A ratio is kept by multiplying, not by adding the same amount.",
        (("Adds the same", "2:3 becomes 4:5", 12, 4), ("Doubles only", "Stops when it is not a double", 6, 3),
         ("Multiplies", "Uses a unit rate", 7, 18)),
        "Paint is mixed 2 blue to 3 white. How much white for 5 blue?",
        (("6", "Adds three to both"), ("7.5", "Multiplies"), ("8", "Adds across"), ("15", "Multiplies by five only once")),
        "I replaced the second recipe with one that cannot be doubled.",
    ),
    MathTopic(
        "equations", "What the equals sign says", "Grade 7",
        "Both sides name the same number; the sign is not an arrow.",
        (("Arrow", "Writes 3 + 4 = 7 + 2 = 9", 11, 2), ("Answer comes last", "Refuses 7 = 3 + 4", 5, 1),
         ("Balance", "Does the same to both sides", 10, 23)),
        "8 + 4 = ? + 5. What is the question mark?",
        (("12", "Reads the sign as an arrow"), ("17", "Adds everything"), ("7", "Balances both sides"), ("9", "Counts on")),
        "We weighed bags of cubes for ten minutes before writing anything.",
    ),
    MathTopic(
        "area", "Area without formulas", "Grade 5",
        "Area counts squares that cover; a longer border does not mean more inside.",
        (("Border counts", "Longer fence, larger garden", 10, 4), ("Formula first", "Multiplies any two numbers", 8, 5),
         ("Covers", "Cuts and moves pieces", 6, 15)),
        "Which garden has room for the most tomatoes?",
        (("10 m by 1 m", "Longest border"), ("4 m by 3 m", "Covers"), ("6 m by 1.5 m", "Multiplies the wrong pair"),
         ("They are the same", "Borders are nearly equal")),
        "The fence task came first and the formula a week later than planned.",
    ),
)  # fmt: skip
