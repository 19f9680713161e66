"""Gentle checks of written feedback. They advise before handing in and never keep anybody from it.

The issuer writes the rules in the micro-credential; where none are written, :data:`DEFAULT_RULES` stand: good feedback
names a strength, names a next step, points to evidence, and speaks of the work rather than of the person (Hattie and
Timperley, 2007, "The Power of Feedback").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from pydantic import Field, model_validator

from assessor_app.domain.anchoring import folded
from assessor_app.domain.value import Key, Line, Value


class Applies(StrEnum):
    """To feedback on which levels a rule applies."""

    ALWAYS = "always"
    MEETS = "meets"
    NOT_YET = "not_yet"


class FeedbackRule(Value):
    """Feedback passes when it has one of ``any_of``, none of ``none_of``, and cites evidence where that is asked for.

    Words and phrases are looked for whole, whatever their case and accents; a final ``*`` stands for any ending.
    """

    id: Key
    says: Line
    applies: Applies = Applies.ALWAYS
    any_of: tuple[Line, ...] = Field(default=(), max_length=400)
    none_of: tuple[Line, ...] = Field(default=(), max_length=400)
    cites_evidence: bool = False

    @model_validator(mode="after")
    def _asks_for_something(self) -> FeedbackRule:
        if not (self.any_of or self.none_of or self.cites_evidence):
            raise ValueError("a rule needs any_of, none_of or cites_evidence")
        return self

    def passes(self, text: str, *, cites: bool) -> bool:
        plain, _ = folded(text)
        if self.any_of and not _any(self.any_of, plain):
            return False
        if self.none_of and _any(self.none_of, plain):
            return False
        return not self.cites_evidence or cites or bool(_PLACE.search(plain))


def unmet(rules: Iterable[FeedbackRule], text: str, *, meets: bool, cites: bool) -> tuple[FeedbackRule, ...]:
    """The rules that apply to this feedback and that it does not pass. Feedback that was not written passes all."""
    if not text.strip():
        return ()
    level = Applies.MEETS if meets else Applies.NOT_YET
    return tuple(
        rule for rule in rules if rule.applies in (Applies.ALWAYS, level) and not rule.passes(text, cites=cites)
    )


_PLACE = re.compile(r"\b(?:pp?|pages?|slides?|pag|paginas?|diapositivas?)\.? ?\d|\"[^\"]{3,}\"")
"""A page, a slide or a quotation, as people name them without a link."""


def _any(phrases: tuple[str, ...], plain: str) -> bool:
    return _pattern(phrases).search(plain) is not None


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for phrase in phrases:
        plain = folded(phrase.rstrip("*"))[0].strip()
        parts.append(re.escape(plain) + ("" if phrase.endswith("*") else r"\b"))
    return re.compile(r"\b(?:" + "|".join(parts) + ")")


DEFAULT_RULES: tuple[FeedbackRule, ...] = (
    FeedbackRule(
        id="names-strength",
        says="Name a strength: what works, and where.",
        any_of=(
            "strong*", "strength*", "clear*", "well", "effective*", "specific*", "thoughtful*", "convincing*",
            "you name", "you show", "you plan", "you explain", "you connect", "shows", "demonstrates", "good",
            "excellent", "careful*", "works", "helps", "successful*", "fuerte*", "fortaleza*", "clar*", "bien",
            "eficaz", "eficaces", "muestra*", "demuestra*", "excelente*", "logra*", "convincente*",
        ),
    ),
    FeedbackRule(
        id="names-next-step",
        says="Name a next step that the educator can take.",
        applies=Applies.NOT_YET,
        any_of=(
            "next", "to meet", "try", "consider", "could", "would", "add", "adding", "include", "revise", "show how",
            "describe", "explain how", "say what", "say how", "say who", "name the", "name what", "collect", "attach",
            "siguiente*", "proximo*", "podria*", "intente", "considere", "agregue", "anada", "incluya", "describa",
            "explique", "muestre", "revise",
        ),
    ),
    FeedbackRule(id="cites-evidence", says="Point to the evidence: cite a mark with @.", cites_evidence=True),
    FeedbackRule(
        id="speaks-of-the-work",
        says="Speak of the work, not of the person.",
        none_of=(
            "lazy", "careless", "sloppy", "incompetent", "stupid", "unprofessional", "bad teacher", "poor teacher",
            "weak teacher", "you failed", "you don't care", "you do not care", "you clearly don't", "you are not",
            "you're not", "not smart", "perezos*", "descuidad*", "incompetente*", "mal maestro", "mala maestra",
            "usted no es", "usted fracaso",
        ),
    ),
)  # fmt: skip
