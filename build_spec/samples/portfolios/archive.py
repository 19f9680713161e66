"""p4: Grade 9, history. A historian's prose: sources, their limits, and a transcript instead of a count."""

from __future__ import annotations

from layout import AMBER, BREAK, GREEN, RED, bars, blanks, heading, page, table
from parts import Discourse, Handwriting

TITLE = "Who tells our town's story?"
QUESTION = "Which of these three accounts of the mill strike should go on the wall?"
CLAIM = "The payroll book says less than the letter, and lies less, too."

NEEDS = page(
    heading("The silence of the third period", "Needs assessment · Grade 9 · History · 27 students")
    + "<h2>Sources</h2><p>Three sources inform this assessment. The first is a verbatim transcript of one seminar on the "
    "causes of the mill strike (38 minutes), typed from my notes on the same evening. The second is a log of speakers in "
    "that and two further seminars. The third is a questionnaire of four items, answered anonymously by all 27.</p>"
    + table(
        ("Source", "What it can tell", "What it cannot"),
        (
            ("Transcript", "How one remark leads to the next", "Whether the day was typical"),
            ("Speaker log", "Frequency over three seminars", "Substance"),
            ("Questionnaire", "What students believe about their own part", "What they do"),
        ),
    )
    + "<h2>Findings</h2>"
    + bars([("silent in all three", 12, RED), ("one or two remarks", 9, AMBER), ("three and more", 6, GREEN)], 27)
    + "<p>Twelve ninth graders contributed nothing in three seminars; six accounted for 70 of the 101 remarks logged. The "
    "transcript is more instructive than the figures. Of its 44 student remarks, 31 are addressed to the teacher. On four "
    "occasions a student refers to a document, on one to the words of a peer, and at no point does anyone withdraw or "
    "qualify an assertion. Corroboration, the very habit the course exists to teach, is absent from our talk.</p>"
    "<p>The questionnaire corrects an assumption of mine. I had put the silence down to indifference. Nineteen students, "
    "however, agree with the sentence “I usually have a thought that I keep to myself.”</p>"
    f"{BREAK}<h2>Learners</h2><p>Of the twelve, five read well below grade and are lost in documents of 1912 before the "
    "seminar begins. A student with a stammer prefers to write. Four gave “others know more” as their reason in the "
    "questionnaire. For the remaining two I have no explanation and will confer with each privately.</p>"
    + table(
        ("Learners", "Cause, as far as known", "Provision"),
        (
            ("Five with difficulty in reading", "Period language", "Documents in two columns, original and modern"),
            ("One with a stammer", "Fluency under time pressure", "A written office, read aloud at will"),
            ("Four who defer to others", "Estimate of own knowledge", "Each holds a document that nobody else has"),
            ("Two unexplained", "Unknown", "Private conference, then decide"),
        ),
    )
    + "<h2>Objective</h2><p>By the eleventh week at most five of the 27 shall be silent across three seminars. A second "
    "transcript shall contain not fewer than twelve remarks that set one document against another or against the words of "
    "a classmate, spread over at least fifteen speakers.</p>"
    "<h2>Caveats</h2><p>I was chair, scribe and interested party at once. The first seminar took place in the library, "
    "where voices are lowered out of habit.</p>"
)  # fmt: skip

PLAN = page(
    heading(f"{TITLE}", "Plan of a unit of three weeks · Grade 9 · History · Weeks 9–11")
    + "<h2>Rationale</h2><p>The town library has a blank wall and has asked for a panel on the strike of 1912. Three "
    "accounts survive: a foreman's letter, the payroll book, and a newspaper report. They cannot all be true. Since "
    "every student will hold only one of them, the contradiction can be discovered by speech alone; this is what makes "
    "talk necessary here and not merely welcome.</p>"
    f"<div class=box>{QUESTION}</div>"
    "<h2>Offices</h2><p>Students work in fours. Each holds an office for a week, with an instrument that belongs to it.</p>"
    "<p><b>Source reader.</b> Introduces the document: “This was written by … for …” Instrument: the source card.</p>"
    "<p><b>Corroborator.</b> Brings in the rival: “Another account says …” Instrument: the comparison table.</p>"
    "<p><b>Skeptic.</b> Asks what has been left out, and by whom. Instrument: a list of six interests that people had in "
    "the strike.</p>"
    "<p><b>Curator.</b> Writes the label of forty words for the wall and reads it to the class. Instrument: the label "
    "template, from which a student may read without interruption.</p>"
    f"{BREAK}<h2>First week: provenance</h2><p><i>Aim.</i> To establish who wrote each document, when, and to what end. "
    "<i>Procedure.</i> Homogeneous groups first: all who hold the letter, all who hold the payroll book, all who hold the "
    "newspaper. They prepare an introduction of one minute. Mixed groups follow. The column in modern English is printed "
    "on every copy; whoever no longer needs it folds it back, and notes the date of having done so. <i>Product.</i> A "
    "source card with one sentence on the author's interest.</p>"
    "<h2>Second week: contradiction</h2><p><i>Aim.</i> To locate three points on which the accounts differ and to weigh "
    "them. <i>Procedure.</i> The Corroborator lays two documents side by side and keeps a finger on the passage. No point "
    "is entered in the comparison table before two readers have found it in their own paper. A seminar of twenty minutes "
    "concludes the week. <i>Product.</i> The table, signed off by the group.</p>"
    "<h2>Third week: the wall</h2><p><i>Aim.</i> To commit to one account and to answer for it in public. <i>Procedure.</i> "
    "Labels are drafted, exchanged with a group of the opposite opinion, and returned with one sentence of dissent. A "
    "closing seminar decides. Dissenting labels are hung too, smaller. <i>Product.</i> A label and its dissent.</p>"
    + table(
        ("Week", "Language in focus", "Document work", "Provision"),
        (
            ("9", "Introducing a source", "Author, audience, date", "Modern column; privately held document"),
            (
                "10",
                "Setting one source against another",
                "Passage by passage",
                "Finger on the passage; comparison table",
            ),
            ("11", "Conceding and holding", "Forty words", "Label template; time to prepare in writing"),
        ),
    )
    + f"{BREAK}<h2>Evaluation</h2><p>The closing seminar will be transcribed like the first and coded by the same "
    "scheme. The head of department codes a copy from which the date has been cut. The speaker log covers the seminars of "
    "all three weeks, and the questionnaire is repeated with its four items unaltered.</p>"
    "<h2>Place in the curriculum</h2><p>Evaluation of an author's premises by corroboration with other information; "
    "comparison of treatments of one event in several primary sources.</p>"
)

STEMS = page(
    heading(
        "Phrases of the trade",
        "Historians argue in fixed expressions. Borrow them. Gloss them in the margin if you like.",
    )
    + "<h2>Introducing a source</h2>"
    + blanks(("This was written by … for …, in the year …", "The writer wishes the reader to believe …"))
    + "<h2>Corroborating</h2>"
    + blanks(
        ("Another account says …, line …", "On this point the payroll book is silent.", "Two of three documents have …")
    )
    + "<h2>Casting doubt</h2>"
    + blanks(("What is left out here is …", "The foreman had reason to …", "A newspaper of that week would hardly …"))
    + "<h2>Conceding</h2>"
    + blanks(("I withdraw …; the passage reads otherwise.", "Granted …, and yet …"))
    + f"{BREAK}<h1>The four offices</h1>"
    "<h2>Source reader</h2><p>Begin: “This was written by … for …” Do not praise or blame the author yet.</p>"
    "<h2>Corroborator</h2><p>Begin: “Another account says …” Keep a finger on the line you mean; memory does not count.</p>"
    "<h2>Skeptic</h2><p>Begin: “What is left out?” Consult the six interests before you ask a second time.</p>"
    "<h2>Curator</h2><p>Say nothing for ten minutes and write. Then read the label; nobody interrupts a label.</p>"
)

REFLECTION = f"""\
The objective had two parts, a number of silent students and a kind of remark, and I shall take them in turn.

On the first, the log leaves little doubt. Twelve of 27 were silent across three seminars in week eight; five were in weeks nine to eleven. Three of the five readers who struggle have spoken from their documents, as has the student with a stammer, who chose to be Curator and read the label from her own page. The two for whom I had no explanation are among the five who remain, and after our conferences I still have none.

On the second, I am less certain. The closing transcript holds seventeen remarks in which documents are set against each other, made by sixteen speakers. My head of department, who coded the undated copy, accepts fourteen of them. In our first transcript we had found four and five respectively. The direction is beyond dispute; the size depends on what one calls corroboration.

It would be poor history to credit the offices alone. The strike is our own town's and grandparents were consulted. The documents were short. And the second seminar, a week before the panel was due, would have been lively under any arrangement. Against this speaks the first week, when the panel was far off and nine of the twelve had already introduced a source.

The plan failed in one respect. Corroborators argued from memory, fluently and wrongly, until I asked them to keep a finger on the line they meant. The talk became slower and the quarrels shorter.

Of the labels, one deserves its place on the wall: “{CLAIM}”

Next term I mean to let students compose the four questionnaire items themselves, and to have the transcript made by two of them, which removes at least one of my three functions from the room.
"""

HAND = Handwriting(
    poster=(
        "LABEL, second draft (40 words!)", "", "Three people wrote down the strike.", "The foreman wanted his post,",
        "the newspaper wanted readers,", "and the clerk wanted his sums to be right.", CLAIM, "That is why we hang it.", "",
        "Dissent: a book of sums has no voices. Where are the girls from the spinning floor?",
    ),
    notebook=(
        ("Wk 9, mixed groups", "", "One holder per document. Works: they must tell, nobody can copy.",
         "Reader at the radiator folds the modern column back. Date noted.", "",
         "Corroborators quote from memory.", "Wrong year twice, wrong wage once.", "Rule: finger on the line."),
        ("Wk 11, closing seminar", "", "Slower than in wk 8. Shorter quarrels.", "Curator read from own page, no one stirred.",
         "dissent hung beneath, smaller", "", "Count from tape: 17 (dept. head: 14)",
         "still silent: 5, two of them a riddle to me"),
    ),
    stickers=("1912?", "who?", "line 9", "wages!", "agreed"),
)  # fmt: skip

PORTFOLIO = Discourse(needs=NEEDS, plan=PLAN, stems=STEMS, reflection=REFLECTION, hand=HAND)
