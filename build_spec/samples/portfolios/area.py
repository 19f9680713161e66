"""p8: Grade 5, area. Told as the story of a school garden.

Two paragraphs of its effect are nearly those of p7: the one likeness in the samples that the server should flag.
"""

from __future__ import annotations

import random

from layout import AMBER, BREAK, GREEN, RED, bars, heading, listed, page, table
from parts import Handwriting, Maths, Tracking

THINKING = page(
    heading("Area without formulas", "Grade 5 · what 24 children drew when they were asked for a bigger garden")
    + "<p>It started with the caretaker, who offered us a strip of lawn and twenty-four meters of fence. Draw the garden that "
    "has the most room in it, I told the children, and write beside it how you know. The drawings are wonderful. They also "
    "show that most of my class measures room by walking around it.</p>"
    + bars([("walks around it", 10, RED), ("multiplies something", 8, AMBER), ("covers it", 6, GREEN)], 12)
    + "<p>I laid the drawings out on the gym floor and moved them until the heaps made sense. My co-teacher did the same "
    "after me, from a shuffled stack. We differed on three and kept talking until we did not.</p>"
    f"{BREAK}<h2>Those who walk around it</h2><p>Ten children. Longer fence, larger garden; and if the fence is given, then a "
    "zigzag edge “makes it more”. One garden has the outline of a star, for that very reason.</p>"
    + listed(
        (
            "“My garden is bigger because it has more sides.”",
            "“They are all the same, it's always 24.” Written five times, by the most careful workers.",
            "A long snake of one meter's width, with the words: room for everybody.",
        )
    )
    + f"{BREAK}<h2>Those who multiply something</h2><p>Eight children met the formula at home or last year. It comes quickly "
    "and it takes any two numbers that lie about.</p>"
    + table(
        ("In the drawing", "Beside it", "My guess"),
        (
            ("An L-shape", "6 × 4 = 24", "Took the two longest edges"),
            ("A triangle", "5 × 5", "Sides, because a triangle has those too"),
            ("A rectangle, well done", "8 × 4 = 32 meters", "Square meters have not arrived; nothing is being covered"),
        ),
    )
    + f"{BREAK}<h2>Those who cover it</h2><p>Six children. They draw tiles, plants, mattresses, once a row of sleeping dogs, "
    "and count. Two of them cut a corner off and glue it on elsewhere, and say that nothing was lost.</p>"
    "<p>None of the six used the word area. I find this worth remembering for the order in which things will be taught: "
    "covering first, the word when it is needed, and the formula when counting has become a nuisance.</p>"
)

HINGE = page(
    heading("The tomato question", "Grade 5 · to be asked when the sun is on the clock side, about 11:20")
    + '<div class=box style="font-size:15pt">Which garden has room for the most tomatoes?</div>'
    "<p>A plant needs one square meter. Four corners of the room, four gardens; on my clap everyone walks to a corner, eyes "
    "down, and stays there.</p>"
    + table(
        ("Corner", "Garden", "Whoever stands here …"),
        (
            ("Window", "10 m by 1 m", "goes by the fence: 22 meters is the longest"),
            ("Door", "4 m by 3 m", "sees twelve plants"),
            ("Sink", "6 m by 1.5 m", "multiplied, perhaps 6 by 15"),
            ("Shelf", "All hold the same", "takes nearly equal fences for equal gardens"),
        ),
    )
    + "<p>Afterwards each corner sends a speaker to another one. If the window and the shelf together hold more than eight "
    "children, we go outside with string the next morning and the worksheet waits.</p>"
)


def _tracking() -> Tracking:
    rng = random.Random(103)
    now = ["fence"] * 4 + ["times"] * 5 + ["cover"] * 15
    rng.shuffle(now)
    corner = {"fence": ("Window", "Shelf"), "times": ("Sink", "Door"), "cover": ("Door",)}
    plants = ("bean", "leek", "dill", "kale", "chard", "mint", "sage", "pea", "beet", "onion", "cress", "basil",
              "thyme", "squash", "radish", "carrot", "turnip", "fennel", "celery", "pepper", "melon", "lentil",
              "garlic", "parsley")  # fmt: skip
    rows = (
        (
            plant,
            rng.choice(("o", "oo", "ooo")),
            way,
            rng.choice(corner[way]),
            rng.choice(("cut and moved", "tiles", "counted", "–")),
        )
        for plant, way in zip(plants, now, strict=True)
    )
    return Tracking("Garden", (("Plant (code)", "Drawing", "Looks at", "Corner", "Saw me do"), *rows))


EFFECT = """\
On the gym floor in September there were 10 drawings of walkers, 8 of multipliers and 6 of coverers. In November the heaps were 4, 5 and 15. The fence task came first and the formula a week later than planned, and I would do it in this order again.

I gave the same four tasks again a month later, without saying that we had met them before. While I sorted the second set, the first one lay face down under a book, because I know how easily I see what I hope to see. Whenever a sheet would have fitted two heaps, I sat down with its author and asked what had been going on in their head, and I sorted by what I was told and not by what was on the paper.

Two things make me careful. Four of those who moved had also worked with our tutor on Tuesdays, so part of the change may be his. And a student who has learned which answer pleases me is not the same as a student who has learned an idea. For this reason the last task was turned around: they had to write to a younger child and explain why a wrong garden is wrong. Seven of those letters still give a rule and no reason.

The multipliers are my worry. Eight became five, no more, and string did nothing for them. After the holidays they will get shapes without any lengths written on, so that there is nothing lying about to multiply.
"""

PORTFOLIO = Maths(
    thinking=THINKING, hinge=HINGE, tracking=_tracking(), effect=EFFECT,
    hand=Handwriting(
        poster=("OUR GARDEN", "24 meters of fence!", "", "11 x 1 = long and thin, 11 tomatoes", "8 x 4 = 32 tomatoes!",
                "6 x 6 = 36", "star: can't count it, too pointy", "", "more fence does NOT mean more tomatoes",
                "", "cut a corner, glue it on: still the same"),
        notebook=(
            ("Out with string, 8:10, wet grass", "", "Group of the star: \"we can't stand a tomato in the points\"",
             "They pull it into a circle all by themselves.", "", "Walkers walk. One stops: \"the inside got bigger and the string didn't\"",
             "write that on the board!", "", "socks soaked"),
            ("Corners, 11:20", "", "window 3, shelf 2, sink 6, door 13", "5, not more than 8. Worksheet today.",
             "", "Sink speaker at the door: six by fifteen is ninety tomatoes.", "Door: \"ninety won't fit on the lawn\"",
             "", "formula only next week"),
        ),
        stickers=("36!", "fence", "ouch", "count", "same?"),
    ),
)  # fmt: skip
