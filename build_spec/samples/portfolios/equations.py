"""p7: Grade 7, the equals sign. Terse and analytical; the source of the one deliberate likeness (see ``area``)."""

from __future__ import annotations

import random

from layout import AMBER, BREAK, GREEN, RED, bars, heading, page, table
from parts import Handwriting, Maths, Tracking

THINKING = page(
    heading("What the equals sign says", "Student work, sorted · Grade 7 · 26 students, five items")
    + "<p>Working hypothesis: many mistakes in solving equations are no mistakes in solving. The sign itself is read as "
    "“and now comes the result”. To test this I used five items in which such a reading and the mathematical one lead to "
    "different answers.</p>"
    + table(
        ("Item", "Read as an arrow", "Read as a balance"),
        (
            ("True or false: 7 = 3 + 4", "false, “backwards”", "true"),
            ("Fill in: 6 + 2 = ▢ + 3", "8", "5"),
            ("Comment on 3 + 4 = 7 + 2 = 9", "fine", "7 is not 9"),
            ("True or false: 5 = 5", "“that's no sum”", "true"),
            ("What may be done to x + 4 = 9?", "“calculate it”", "the same to both sides"),
        ),
    )
    + bars([("Arrow (L)", 11, RED), ("Answer comes last (M)", 5, AMBER), ("Balance (B)", 10, GREEN)], 12)
    + "<p>A sheet went to L with three or more answers from the middle column. M is smaller and odd: these students accept "
    "chains of sums but refuse a number on the left. Everything else is B.</p>"
    f"{BREAK}<h2>L · eleven sheets</h2><p>Typical is the running total. It records a true calculation and a false equation at "
    "once, and no one has ever minded.</p>"
    + table(
        ("Sheet", "Copied from it", "Reading"),
        (
            ("L3", "3 + 4 = 7 + 2 = 9 − 1 = 8", "The sign means “next”"),
            ("L7", "6 + 2 = 8 + 3 = 11", "The box is a place for the result, the rest is added on"),
            ("L9", "x + 4 = 9 = 5", "Steps are chained; the 5 is correct"),
        ),
    )
    + f"{BREAK}<h2>M · five sheets</h2><p>Direction matters here, sameness does not yet. All five corrected 7 = 3 + 4 into "
    "3 + 4 = 7, neatly, with a ruler.</p>"
    + table(
        ("Sheet", "Copied from it", "Reading"),
        (
            ("M1", "“The question has to be in front.”", "An equation is a question"),
            ("M4", "6 + 2 = 5 + 3, then “= 8” behind it", "Agrees with the balance, wants a result all the same"),
        ),
    )
    + f"{BREAK}<h2>B · ten sheets</h2><p>Two kinds of strength. Six students calculate both sides and compare. Four do not "
    "calculate at all.</p>"
    + table(
        ("Sheet", "Copied from it", "Reading"),
        (
            ("B2", "“8 and 8, so true”", "Sameness of values"),
            ("B5", "“3 is one more than 2, so it's one less than 6”", "Sameness of structure, the goal for everyone"),
        ),
    )
)

HINGE = page(
    heading("Hinge", "Grade 7 · after lesson 2 of 6")
    + '<div class=box style="font-size:15pt">8 + 4 = ? + 5. What is the question mark?</div>'
    + table(
        ("Response", "Diagnosis", "Consequence"),
        (
            ("12", "L: stops at the sign", "Scale with bags, again"),
            ("17", "L: adds whatever is there", "Scale; cover one side with a hand"),
            ("7", "B", "Without calculating, please: 38 + 14 = ? + 15"),
            ("9", "Counts on from 8 + 4 by fives, loses the place", "A word in private; no misconception"),
        ),
    )
    + "<p>Mini whiteboards, eight seconds, all up together. I photograph the boards from the front, faces are behind them. "
    "Threshold for a change of plan: seven boards with 12 or 17.</p>"
)


def _tracking() -> Tracking:
    rng = random.Random(102)
    now = ["L"] * 2 + ["M"] + ["B"] * 23
    rng.shuffle(now)
    path = {"L": ("L", "L", "L"), "M": ("M", "M", "M"), "B": None}
    rows = []
    for number, code in enumerate(now, start=1):
        steps = path[code] or rng.choice((("L", "L", "B"), ("L", "B", "B"), ("M", "B", "B"), ("B", "B", "B")))
        rows.append(
            (number, *steps, {"L": rng.choice((12, 17)), "M": 12, "B": 7}[code], "!" if steps[1] != code else "")
        )
    return Tracking("Codes", (("No.", "wk 1", "wk 2", "wk 3", "8 + 4", "moved late"), *rows))


EFFECT = """\
**Before:** L 11, M 5, B 10. **After:** L 2, M 1, B 23. Same five items, 26 students, nobody absent either time.

I gave the same five tasks again three weeks later, without saying that we had met them before. While I sorted the second set, the first one lay face down under a book, because I know how easily I see what I hope to see. Whenever a sheet would have fitted two piles, I sat down with its writer and asked what had been going on in their head, and I sorted by what I was told and not by what was on the paper.

We weighed bags of cubes for ten minutes before writing anything, on four days in a row. The photographs of the whiteboards date the shift to day three, when 38 + 14 = ? + 15 was answered by nineteen boards and most of them had not calculated.

Two things make me careful. Six of those who moved had also worked with our tutor on Thursdays, so part of the change may be hers. And a student who has learned which answer pleases me is not the same as a student who has learned an idea. For this reason the last task was turned around: they had to write to a younger child and explain why a wrong solution is wrong. Nine of those letters still give a rule and no reason.

Consequence: letters again in spring, about inequalities.
"""

PORTFOLIO = Maths(
    thinking=THINKING, hinge=HINGE, tracking=_tracking(), effect=EFFECT,
    hand=Handwriting(
        poster=("TRUE or FALSE?", "", "7 = 3 + 4 -> F, backwards", "5 = 5 -> ?, no sum",
                "6 + 2 = 8 + 3 = 11 -> T", "", "bag + 4 = 9", "take 4 from both pans", "bag = 5", "",
                "same on both sides, it does not matter which way you read it"),
        notebook=(
            ("Day 1. Scale, bags, no pencils.", "", "10 min weighing.", "\"It's level, so it's equal\" (back row)",
             "", "boards: 12 x 9, 17 x 2, 7 x 14, 9 x 1", "eleven > seven. Scale again tomorrow.", "", "-> hand over one side"),
            ("Day 3", "", "38 + 14 = ? + 15", "19 boards right. Most had not calculated!", "",
             "M1 still rewrites it with the question in front.", "Asked: does the scale mind? Laughs.", "",
             "Thu: tutor takes six. Tell her about the bags."),
        ),
        stickers=("= ?", "level", "no!", "7 !", "both"),
    ),
)  # fmt: skip
