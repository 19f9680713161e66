"""Made-up teachers' prose about one topic, and what people do to a text before they hand it in as theirs.

Every sentence is grown from a grammar whose rules choose anew at each place, so that two texts share their topic's words
and the turns of phrase of the trade, as answers to one prompt do, and yet are written independently.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

GRAMMAR: dict[str, tuple[str, ...]] = {
    "sentence": (
        "{when} {I} {noticed} that {observation}{tail}.",
        "{when} {observation}, {link} {I} {decided} to {step}.",
        "{I} {decided} to {step} {because} {observation}.",
        "{because_cap} {observation}, {I} {had} to {step}{tail}.",
        "{group_cap} {did} {task} {using} {tool}, {link} {observation}.",
        "{share_cap} {did} {task}{tail}.",
        "{before} {the_unit}, {share} {could} {goal}; {after} it was {share}.",
        "{learner_cap} {said}: “{quote}.”",
        "{learner_cap}, {trait}, {did} {task} {manner}.",
        "{data_cap} {showed} that {observation}.",
        "{data_cap} {showed} {figure}, {contrast} {data} {showed} {figure}.",
        "{next_cap} {I} {will} {step} {so_that} {wish}.",
        "What {surprised} me was that {observation}.",
        "{tool_cap} {helped} {group} to {goal}, {contrast} {group} {needed} {support}.",
        "{my_colleague_cap} {suggested} that {I} {step}, and {observation}.",
        "{the_unit_cap} {began} with {activity} about {topic}, {followed} {activity}.",
        "For {learner} {I} {prepared} {support}, {because} {need}.",
        "{activity_cap} {took} {time} and {observation}.",
        "{not_all} {group} {did} {task}; {learner} {needed} {support} and {learner} {did} not.",
        "{If} {I} {taught} this again, {I} {would} {step} {moment}.",
        "{moment_cap}, {group} {did} {task} {manner}{tail}.",
        "{I} {counted} {figure} in {place}, {link} {observation}.",
        "{topic_cap} {was} {hard} for {group}, {because} {need}.",
        "{family_cap} {told} me that {observation}.",
        "{contrast_cap} {data} {showed} {figure}, {learner} still {needed} {support}.",
        "{support_cap} {turned} out {quality}: {observation}.",
        "{group_cap} {goal_past} {moment}, {contrast} {need}.",
        "From {data} {I} {learned} {figure} and {figure}.",
        "{wish_cap}: that {was} {quality} {reason_for} {activity}.",
        "{I} {moved} {tool} {where}, and {moment} {observation}.",
    ),
    "I": ("I", "I", "I", "we", "my co-teacher and I"),
    "when": (
        "In the first week", "On the second day", "During {activity}", "While {group} worked", "After {activity}",
        "By {month}", "Halfway through {the_unit}", "When I listened to the recording", "At the start of {month}",
        "Looking over {data}", "Before lunch on a {weekday}", "Once {tool} had become routine", "In {place}",
        "One {weekday} in {month}", "Towards the end", "Right after the bell", "As soon as {group} sat down",
    ),
    "noticed": ("noticed", "saw", "found", "realised", "heard", "wrote down", "began to see", "could tell", "recorded"),
    "decided": (
        "decided", "chose", "planned", "agreed", "made up my mind", "wanted", "tried", "set out", "resolved", "started",
    ),
    "had": ("had", "needed", "felt bound", "was glad", "was free", "went back", "was ready"),
    "link": ("so", "and so", "which is why", "and from then on", "and that same day", "whereupon", "and therefore"),
    "because": ("because", "since", "as", "given that", "seeing that", "for the reason that", "now that"),
    "because_cap": ("Because", "Since", "As", "Given that", "Seeing that", "Now that"),
    "contrast": ("while", "whereas", "but", "although", "even though", "yet"),
    "contrast_cap": ("While", "Although", "Even though", "Whereas", "Though"),
    "tail": (
        "", "", "", "", " {moment}", ", even {moment}", ", above all {where}", ", at least {moment}", " without {support}",
        ", much to the delight of {learner}", ", although {need}", " and nobody minded", ", as {data} {showed}",
        ", which {my_colleague} {confirmed}",
    ),
    "observation": (
        "{group} {did} {task}", "{group} {did} {task} {manner}", "{learner} {did} {task}", "{group} hardly {goal_past}",
        "{share} {goal_past}", "{learner} {goal_past} {moment}", "{tool} lay untouched {where}", "{need}",
        "nobody had asked {learner} about {topic}", "{group} waited for {learner} to begin",
        "{group} argued about {topic} {manner}", "the talk drifted from {topic} to {topic}",
        "{tool} made {topic} easier to {grasp}", "only {share} looked at {tool}", "{topic} {was} {hard}",
        "the quiet ones {goal_past} {where}", "{learner} and {learner} {did} {task} together",
        "{group} borrowed words from {tool}", "the noise rose and {group} {did} {task} all the same",
        "{group} came back to {topic} of their own accord", "{learner} drew {topic} instead of {naming} it",
    ),
    "group": (
        "my students", "the children", "the pairs", "the back row", "the groups of four", "the newcomers", "most girls",
        "the boys by the window", "my third period", "the fluent readers", "the English learners", "the table teams",
        "half the class", "the early finishers", "my fifth graders", "the whole class", "the seventh graders",
        "those with few words", "the multilingual learners", "two of the trios", "the afternoon group",
    ),
    "learner": (
        "Student A", "Student B", "Student C", "Student D", "Student K", "Student M", "one girl", "a boy with an IEP",
        "a newcomer from Honduras", "the student beside the door", "our youngest", "a strong reader", "a shy child",
        "the twin who rarely speaks", "one of the focus students", "the loudest voice", "a learner at level two",
        "a student with a hearing aid", "somebody new", "the girl with the headphones",
    ),
    "trait": (
        "who had said nothing all month", "usually first with an answer", "still learning English",
        "whose notes are a maze", "a keen drawer", "not known for patience", "who reads two years ahead",
        "who missed a week", "proud and tired", "with a new haircut and a new voice", "who hates {topic}",
    ),
    "did": (
        "took up", "avoided", "finished", "began", "repeated", "struggled with", "enjoyed", "returned to", "rushed",
        "carried through", "skipped", "shared", "practised", "managed", "gave up on", "asked for", "led", "reworked",
    ),
    "task": (
        "the claim and its evidence", "a second draft", "the turn-and-talk", "their lab notes", "the four questions",
        "the exit ticket", "a retelling of the chapter", "the ratio problem", "the timeline", "the debate on {topic}",
        "the vocabulary sort", "a letter to the council", "the fishbowl", "the number talk", "the source comparison",
        "the gallery walk", "an explanation of {topic}", "the peer check", "the summary of {topic}", "their reasoning",
        "the graph of {topic}", "a poster on {topic}", "the silent discussion", "the role of the summariser",
        "the interview with a grandparent", "the paragraph about {topic}", "the model of {topic}", "the quick write",
    ),
    "manner": (
        "without being asked", "in whispers", "with great care", "in two languages", "faster than I had planned",
        "out of order", "with a partner", "in full sentences", "by pointing at {tool}", "for the first time",
        "as if it were a game", "with more doubt than before", "one after another", "half in Spanish", "standing up",
        "with {tool} in hand", "louder each round", "and then explained it to {learner}", "on one leg, so to speak",
    ),
    "using": ("with", "using", "by means of", "leaning on", "holding", "with the help of", "thanks to"),
    "tool": (
        "the sentence stems", "the talk tokens", "the anchor chart", "the word bank", "a checklist of six lines",
        "the role cards", "the graphic organiser", "my seating plan", "the timer", "the rubric in plain words",
        "coloured cups", "the tally sheet", "a shared slide deck", "the whiteboards", "a bilingual glossary",
        "the fraction strips", "the recording app", "the question dice", "a half-finished example", "the word wall",
        "the conversation map", "picture cards", "the feedback slips", "a story mountain", "the listening log",
    ),
    "topic": (
        "ratios", "the water cycle", "the Dust Bowl", "photosynthesis", "fractions", "the Civil Rights Movement",
        "character motives", "friction", "fair tests", "persuasive ads", "plate tectonics", "the school garden", "maps",
        "migration", "irony", "decimals", "local government", "food webs", "the causes of the war", "perimeter",
        "electric circuits", "folk tales", "point of view", "probability", "the river near our school", "recycling",
        "erosion", "the main idea", "graphs of motion", "the Great Depression", "angles", "volcanoes", "equations",
    ),
    "share": (
        "{n} of {m} students", "{n} per cent", "barely a third", "about half", "two in five", "nearly everyone", "{n}",
        "all but {n}", "just {n} children", "a quarter of the class", "every second pair", "{n} out of {m}",
    ),
    "n": tuple(str(n) for n in range(2, 24)),
    "m": tuple(str(n) for n in range(24, 35)),
    "before": ("Before", "Ahead of", "At the outset of", "Prior to", "Just before", "Leading into"),
    "after": ("afterwards", "at its close", "a month later", "by the end", "in {month}", "on the last {weekday}"),
    "the_unit": ("the unit", "the project", "these lessons", "the cycle", "the three weeks", "our work on {topic}"),
    "could": ("could", "were able to", "managed to", "knew how to", "dared to", "were ready to"),
    "goal": (
        "restate what a partner had said", "back a claim with numbers", "ask for proof", "explain {topic}",
        "disagree politely", "build on an idea", "name two causes of {topic}", "read the table aloud",
        "revise their own answer", "compare two sources", "speak for a minute", "justify a step", "use three new words",
        "tell fact from opinion", "listen without interrupting", "sum up {topic} in a sentence", "draw a conclusion",
        "check an answer against {tool}", "lead a discussion of {topic}", "find the flaw in an argument",
    ),
    "goal_past": (
        "restated a partner's idea", "backed a claim with numbers", "asked for proof", "explained {topic}",
        "disagreed politely", "built on each other", "spoke up", "named a cause of {topic}", "changed an answer",
        "compared sources", "justified each step", "used the new words", "took a turn", "listened to the end",
        "summed up {topic}", "looked at the speaker", "quoted the text", "found a mistake in {task}",
    ),
    "said": ("said", "wrote", "whispered", "told a partner", "put on the slip", "called out", "answered", "asked me"),
    "quote": (
        "I changed my mind about {topic}", "why would {topic} matter to us", "can we do {task} again",
        "I used {tool} and it worked", "my group forgot {topic}", "now I see how {topic} works",
        "it is easier with {tool}", "we did not agree on {topic}", "you have to listen first", "prove it",
        "I never talked about {topic} before", "the numbers do not lie, but {topic} might",
    ),
    "data": (
        "my tally", "the exit tickets", "the pre-test", "two audio recordings", "the seating-chart count",
        "a survey in {month}", "the running records", "the observation notes", "the quiz on {topic}", "the video",
        "the reading levels", "a colleague's count", "the portfolio samples", "{n} interviews", "the post-test",
        "the benchmark in {month}", "student self-ratings", "the attendance list", "the writing samples",
    ),
    "showed": ("showed", "suggests", "confirmed", "hid the fact", "revealed", "made plain", "gave", "hinted", "proved"),
    "confirmed": ("confirmed", "doubted", "wrote down", "had predicted", "found odd", "saw too"),
    "figure": (
        "a rise from {n} to {m}", "{n} turns in ten minutes", "{n} of {m} correct", "a gap of {n} points",
        "an average of {n}.{n} turns", "{n} silent students", "hardly any change in {topic}", "{n} questions about {topic}",
        "two clusters", "{m} words a turn", "that {learner} spoke {n} times", "a drop of {n} per cent",
    ),
    "next_cap": ("Next year", "From now on", "Next time", "In the spring", "In my next class", "This {month}"),
    "will": ("will", "plan to", "want to", "intend to", "am going to", "hope to"),
    "would": ("would", "might", "should probably", "would rather", "could"),
    "If": ("If", "Were it so that", "Supposing that", "Should it happen that"),
    "taught": ("taught", "ran", "planned", "led", "tried"),
    "step": (
        "model {task} first", "pair {learner} with {learner}", "give out {tool} earlier", "cut {task} in two",
        "record {place} again", "wait ten seconds longer", "ask fewer questions", "let {group} choose {topic}",
        "move {tool} {where}", "read {topic} aloud", "meet {learner} before school", "drop {task}", "add {support}",
        "shorten {activity}", "let {group} rate {task}", "rewrite {tool} in plain words", "start with {topic}",
        "hand {task} over to {group}", "write to {family}", "bring in {my_colleague}", "count turns once more",
        "keep {tool} for {topic} only", "put {activity} before {activity}", "teach the language of {topic}",
    ),
    "so_that": ("so that", "in order that", "in the hope that", "to make sure that", "because I want it that"),
    "wish": (
        "{group} can {goal}", "{learner} has a way in", "nobody hides", "{group} {could} {goal} {moment}",
        "talk leads to writing", "{share} will {goal}", "{topic} sticks", "{task} belongs to {group}",
        "less depends on me", "every voice counts in {place}", "{learner} may {goal}",
    ),
    "surprised": ("surprised", "struck", "worried", "pleased", "puzzled", "moved", "taught", "cheered"),
    "helped": ("helped", "allowed", "led", "encouraged", "pushed", "freed", "invited"),
    "needed": ("needed", "asked for", "relied on", "got", "had no use for", "went without", "earned"),
    "support": (
        "extra time", "a picture of {topic}", "a partner who shares a language", "sentence frames", "a quiet corner",
        "a rehearsal", "a smaller task", "the text on tape", "{tool}", "a reminder", "a worked example",
        "large print", "my presence", "a head start", "a script", "oral directions", "a translated page",
    ),
    "my_colleague": ("my coach", "a colleague next door", "our librarian", "the special educator", "my mentor", "the aide"),
    "suggested": ("suggested", "proposed", "insisted", "hinted", "thought", "asked"),
    "began": ("began", "opened", "started", "set off", "launched"),
    "activity": (
        "a warm-up", "a read-aloud", "a gallery walk", "a Socratic seminar", "a jigsaw", "a card sort", "a short film",
        "a field walk", "a four-corners debate", "a mystery object", "pair reading", "stations", "a simulation",
        "a number talk", "a mock trial", "an inner and outer circle", "silent reading", "a lab", "a game of charades",
    ),
    "followed": ("followed by", "then came", "with a turn to", "leading to", "before", "and ended in"),
    "prepared": ("prepared", "made", "found", "laid out", "wrote", "printed", "kept ready", "asked for"),
    "need": (
        "{learner} lost the thread", "{group} had few words for {topic}", "the text was too long", "directions came too fast",
        "{topic} was new to {group}", "{group} feared mistakes", "I talked too much", "the task asked for memory alone",
        "{learner} could not see {tool}", "fluency hid confusion about {topic}", "no one had modelled {task}",
        "reading stood in the way of {topic}", "{group} had never been asked to {goal}", "time ran out for {task}",
    ),
    "took": ("took", "filled", "lasted", "needed", "used up"),
    "time": ("{n} minutes", "two lessons", "half a period", "a whole {weekday}", "longer than a week", "three mornings"),
    "not_all": ("Not all of", "Few among", "Some of", "Hardly any of", "Only part of", "One in {n} of"),
    "moment": (
        "by {month}", "on {weekday}", "in the last ten minutes", "after the break", "in week {n}", "before the bell",
        "during {activity}", "within days", "in the second round", "at the very end", "on day {n}", "all through {month}",
    ),
    "month": ("September", "October", "November", "December", "January", "February", "March", "April", "May"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "counted": ("counted", "noted", "logged", "marked", "tallied", "collected"),
    "place": (
        "period {n}", "the morning block", "a ten-minute stretch", "the seminar", "Room {m}", "the reading corner",
        "the lab", "two lessons on {topic}", "the hallway", "our class meeting", "the first round",
    ),
    "was": ("was", "proved", "seemed", "became", "remained", "turned out to be"),
    "hard": ("hard", "new", "abstract", "too broad", "dull", "a stumbling block", "full of traps", "a foreign language"),
    "family": ("a father", "two mothers", "a grandmother", "one family", "a guardian", "the parents of {learner}"),
    "told": ("told", "wrote to", "assured", "asked", "warned", "reminded"),
    "turned": ("turned", "worked", "came", "panned"),
    "quality": (
        "well worth it", "less useful than hoped", "the key", "a detour", "quite enough", "the wrong size", "essential",
        "a relief", "noisy but fruitful", "the weak spot", "better than {tool}",
    ),
    "learned": ("learned of", "took away", "read off", "gathered", "worked out", "kept in mind"),
    "reason_for": ("the point of", "my reason for", "the gain from", "the cost of", "the aim behind"),
    "moved": ("moved", "taped", "brought", "copied", "hung", "handed"),
    "where": (
        "to the desks", "at the back", "near the door", "on the wall", "by the carpet", "at table {n}", "in the corner",
        "outside", "under the clock", "next to the sink", "in the folders",
    ),
    "grasp": ("grasp", "discuss", "remember", "draw", "question", "explain", "test", "picture"),
    "naming": ("naming", "spelling", "writing", "explaining", "looking up", "copying"),
}  # fmt: skip

SYNONYMS: dict[str, str] = {
    "noticed": "observed", "saw": "spotted", "found": "discovered", "realised": "understood", "decided": "determined",
    "chose": "opted", "planned": "arranged", "wanted": "wished", "tried": "attempted", "because": "since",
    "since": "because", "while": "whereas", "whereas": "while", "but": "yet", "although": "though", "students": "learners",
    "children": "pupils", "pairs": "partners", "class": "group", "group": "team", "finished": "completed",
    "began": "started", "repeated": "redid", "struggled": "wrestled", "enjoyed": "liked", "shared": "exchanged",
    "practised": "rehearsed", "managed": "handled", "draft": "version", "questions": "prompts", "problem": "exercise",
    "explanation": "account", "summary": "recap", "reasoning": "thinking", "poster": "display", "partner": "classmate",
    "sentences": "phrases", "checklist": "list", "chart": "poster", "timer": "clock", "example": "sample",
    "showed": "indicated", "suggests": "implies", "confirmed": "supported", "revealed": "uncovered", "rise": "increase",
    "gap": "difference", "silent": "quiet", "drop": "decline", "will": "shall", "model": "demonstrate",
    "earlier": "sooner", "longer": "more", "fewer": "less", "choose": "pick", "shorten": "trim", "start": "begin",
    "hides": "vanishes", "helped": "assisted", "allowed": "enabled", "needed": "required", "extra": "additional",
    "picture": "image", "quiet": "calm", "smaller": "reduced", "coach": "adviser", "colleague": "co-worker",
    "proposed": "recommended", "opened": "kicked off", "short": "brief", "prepared": "readied", "made": "created",
    "wrote": "noted", "text": "passage", "fast": "quickly", "new": "unfamiliar", "mistakes": "errors", "hard": "difficult",
    "minutes": "min", "lessons": "sessions", "end": "close", "counted": "tallied", "told": "informed", "key": "crux",
    "idea": "thought", "claim": "statement", "proof": "evidence", "explain": "clarify", "explained": "clarified",
    "compare": "contrast", "answer": "response", "aloud": "out loud", "speak": "talk", "spoke": "talked", "words": "terms",
    "after": "following", "before": "ahead of", "during": "in", "when": "as", "also": "too", "hardly": "scarcely",
    "only": "just", "nobody": "no one", "everyone": "everybody", "whole": "entire", "again": "once more",
    "first": "initial", "second": "next", "week": "seven days", "month": "four weeks", "together": "jointly",
}  # fmt: skip

_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Za-z]+")


def sentence(chance: random.Random) -> str:
    """One sentence, grown from the grammar."""
    text = _grown("sentence", chance)
    return text[0].upper() + text[1:]


def _grown(rule: str, chance: random.Random) -> str:
    name = rule.removesuffix("_cap") if rule not in GRAMMAR else rule
    grown = _SLOT.sub(lambda slot: _grown(slot[1], chance), chance.choice(GRAMMAR[name]))
    return grown if name == rule else grown[:1].upper() + grown[1:]


def paragraph(chance: random.Random, words: int) -> str:
    """At least ``words`` words."""
    sentences: list[str] = []
    while sum(len(item.split()) for item in sentences) < words:
        sentences.append(sentence(chance))
    return " ".join(sentences)


def answer(chance: random.Random, words: int = 300) -> str:
    """Paragraphs of an answer, apart by empty lines: some ``words`` words in all."""
    parts: list[str] = []
    while (left := words - sum(len(part.split()) for part in parts)) > 0:
        parts.append(paragraph(chance, min(left, chance.randint(45, 110))))
    return "\n\n".join(parts)


def retyped(text: str, chance: random.Random, typos: float = 0.015) -> str:
    """Other line breaks and quotation marks, hyphens at line ends, and a slip in ``typos`` of the words."""
    words = [_slip(word, chance) if chance.random() < typos else word for word in text.split()]
    plain = " ".join(words).translate(str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"}))
    lines, line = [], ""
    for word in plain.split():
        line += word + " "
        if len(line) > 62:
            if len(word) > 8 and word.isalpha() and chance.random() < 0.5:
                lines.append(f"{line[: -len(word) - 1]}{word[:4]}-")
                line = word[4:] + " "
            else:
                lines.append(line.rstrip())
                line = ""
    return "\n".join([*lines, line.rstrip()])


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return chance.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))


def reordered(text: str, chance: random.Random) -> str:
    """The same paragraphs in another order."""
    parts = text.split("\n\n")
    chance.shuffle(parts)
    return "\n\n".join(parts)


def paraphrased(text: str, chance: random.Random, swapped: float) -> str:
    """Words put for others of like meaning: about ``swapped`` of all words, as far as the synonyms reach.

    Above a quarter, sentences are turned around at their comma, some are dropped and filling words are put in as well.
    """
    words = text.count(" ") + 1
    known = sum(match[0].lower() in SYNONYMS for match in _WORD.finditer(text))
    share = min(1.0, swapped * words / max(1, known))
    changed = _WORD.sub(lambda match: _synonym(match[0], chance, share), text)
    return _rearranged(changed, chance) if swapped > 0.25 else changed


def _synonym(word: str, chance: random.Random, share: float) -> str:
    other = SYNONYMS.get(word.lower())
    if other is None or chance.random() >= share:
        return word
    return other.capitalize() if word[0].isupper() else other


def _rearranged(text: str, chance: random.Random) -> str:
    fillers = ("in fact", "as it were", "of course", "for my part", "to be honest", "more or less", "in my view")
    parts = []
    for part in text.split("\n\n"):
        kept = [item for item in re.split(r"(?<=[.!?”]) ", part) if chance.random() > 0.15]
        parts.append(" ".join(_turned(item, chance.choice(fillers), chance) for item in kept))
    return "\n\n".join(part for part in parts if part)


def _turned(text: str, filler: str, chance: random.Random) -> str:
    head, comma, rest = text.rstrip(".").partition(", ")
    if comma and rest:
        return f"{rest[0].upper()}{rest[1:]}, {filler}, {head[0].lower()}{head[1:]}."
    words = text.split()
    at = chance.randrange(1, max(2, len(words)))
    return " ".join([*words[:at], filler, *words[at:]])


def filled(template: Sequence[str], chance: random.Random, words: int = 45) -> str:
    """A form's prompts, each with an answer of one's own under it."""
    return "\n\n".join(f"{prompt}\n{paragraph(chance, words)}" for prompt in template)
