"""p6: Grade 6, scaling recipes. Sorted by listening: short interviews, set down as conversations."""

from __future__ import annotations

import random

from layout import AMBER, BREAK, GREEN, RED, bars, heading, listed, page, table
from parts import Handwriting, Maths, Tracking


def _talk(*turns: str) -> str:
    """A conversation; the teacher's turns and a student's alternate."""
    return (
        "<table>"
        + "".join(f"<tr><td style=width:8%>{'TS'[at % 2]}<td>{turn}" for at, turn in enumerate(turns))
        + "</table>"
    )


THINKING = page(
    heading("“Just add two to everything”", "Scaling recipes · Grade 6 · 25 papers and 25 conversations")
    + "<p>Pancakes for two people take 2 eggs to 3 spoons of flour. The paper asked for four, for six, and then for five "
    "people. What was written told me little, so over three lunch breaks I sat down with every child for two minutes and "
    "asked the same thing: how did you get from here to there? The piles below come from the conversations. Seven papers "
    "would have landed elsewhere had I only looked at the ink.</p>"
    + bars([("plus the same", 12, RED), ("doubling, then stuck", 6, AMBER), ("times, or per person", 7, GREEN)], 14)
    + listed(
        (
            "Plus the same: twelve. Two more people, so two more of each thing. 2 : 3 turns into 4 : 5.",
            "Doubling, then stuck: six. Perfect for four people, shrug for five.",
            "Times, or per person: seven. They find out what a single eater needs and go on from there.",
        )
    )
    + f"{BREAK}<h2>Pile 1: plus the same</h2><p>Why it is sensible: with trading cards, fairness does mean one more for each. "
    "These children carry a rule from a place in which it works.</p>"
    + _talk(
        "You wrote 4 eggs and 5 spoons. Tell me about the 5.",
        "It was 3. There's two more people, so plus two.",
        "And would the batter taste as it did before?",
        "Yes. Wait, why not? I did it to both.",
    )
    + "<p>“I did it to both” is the sentence to work on. Ten of the twelve said it or something near it.</p>"
    f"{BREAK}<h2>Pile 2: doubling, then stuck</h2><p>These six know that adding is wrong. They own one tool and it makes "
    "twos, fours and eights.</p>"
    + _talk(
        "Four people, fine. What about five?",
        "You can't. Five isn't a double.",
        "Could you make it for one?",
        "One egg… and one and a half spoons. Oh. That's allowed?",
    )
    + "<p>Half a spoon must be allowed before any of this can go further. I had taken it for granted.</p>"
    f"{BREAK}<h2>Pile 3: times, or per person</h2><p>Seven children, and three ways that deserve to be shown to the rest.</p>"
    + _talk(
        "How come you wrote 7.5?",
        "Everyone eats one egg and one and a half spoons. Five times.",
        "And if the recipe were for three people?",
        "Then I'd have to find out for one first. It's always the one.",
    )
    + "<p>One caution. A boy in this pile multiplies because “multiplying is what we do in sixth grade”. He is right today.</p>"
)

HINGE = page(
    heading("One question, ten minutes before the bell", "Scaling recipes · Grade 6")
    + '<div class=box style="font-size:15pt">Paint is mixed 2 blue to 3 white. How much white for 5 blue?</div>'
    "<p>Five is no double of two, and paint cannot be tasted, so neither of the usual exits is open. Fingers show a, b, c or "
    "d against the chest, where only I can see.</p>"
    + table(
        ("Finger", "White", "Then the child has probably …"),
        (
            ("a", "6", "gone from 2 to 5 by adding 3, and given the white its 3 as well"),
            ("b", "7.5", "found two and a half lots, or the white for one blue"),
            ("c", "8", "put the new blue and the old white together"),
            ("d", "15", "remembered that one multiplies, but not what"),
        ),
    )
    + "<p>Rule for myself: nine or more a's, and tomorrow starts with colour chips instead of the planned sheet.</p>"
)


def _tracking() -> Tracking:
    rng = random.Random(101)
    now = ["+"] * 4 + ["2x"] * 3 + ["per 1"] * 18
    rng.shuffle(now)
    likely = {"+": "aac", "2x": "acd", "per 1": "bbbb"}
    before = {"+": ("+",), "2x": ("2x", "+"), "per 1": ("+", "2x", "per 1")}
    rows = (
        (f"{'ABCDE'[seat // 5]}{seat % 5 + 1}", rng.choice(before[way]), way, rng.choice(likely[way]),
         rng.choice(("", "", "half a spoon?", "ask again", "show to class")))
        for seat, way in enumerate(now)
    )  # fmt: skip
    return Tracking("Lunch talks", (("Row and seat", "Pancakes", "Soup", "Paint", "To do"), *rows))


EFFECT = """\
# From “plus two” to “for one”

The pancake paper asked for something I could compare with: a soup, three weeks on, again with two minutes of talk for each of the 25.

- Plus the same: 12 in September, **4** with the soup.
- Doubling, then stuck: 6, now **3**.
- Times, or per person: 7, now **18**.

What did it? I replaced the second recipe with one that cannot be doubled. It was meant as a small change and became the lesson: for three people, out of a recipe for two, there is nowhere to go but through one. The children in the second pile got there first, and they taught the first pile.

I would not call it finished. All four who still add do it with soup and no longer with paint, and I cannot explain why. Maybe a colour shows you when it is wrong. Next month I will mix the paint for real, wrong answers too, and hold up the cards.
"""

PORTFOLIO = Maths(
    thinking=THINKING, hinge=HINGE, tracking=_tracking(), effect=EFFECT,
    hand=Handwriting(
        poster=("PANCAKES", "for 2:  2 eggs, 3 spoons", "for 4:  4 eggs, 6 spoons", "for 6:  6 eggs, 9 spoons",
                "for 5:  ???", "", "for 1:  1 egg, 1 1/2 spoons", "so for 5:  5 eggs, 7 1/2", "",
                "It's always the one!", "", "half a spoon is allowed"),
        notebook=(
            ("Tue, soup for three", "", "New recipe: 2 persons, 5 carrots. No double anywhere.", "",
             "Row B: \"we could cook for 4 and throw one away\"", "Row D halves it first -> 2 1/2 carrots.", "",
             "Let D explain to A. I keep out of it.", "A: \"so you go down to one and up again\""),
            ("Wed, paint", "", "fingers: a 5, b 16, c 3, d 1", "fewer than nine a's, go on as planned",
             "", "but chips for the five at the front table", "they mix 4 : 5 and hold it to the card: too dark!!",
             "", "buy more white"),
        ),
        stickers=("+2 ?", "for 1!", "7 1/2", "yum", "too dark"),
    ),
)  # fmt: skip
