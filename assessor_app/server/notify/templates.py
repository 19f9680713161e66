"""From an occasion to the words that one person reads, in the language of their account."""

from __future__ import annotations

from assessor_app.server.notify import texts_en, texts_es
from assessor_app.server.notify.dates import When
from assessor_app.server.notify.letters import Letter
from assessor_app.server.notify.messages import Message


def letter_of(message: Message, when: When) -> Letter:
    letter: Letter = (texts_es if when.language == "es" else texts_en).letter(message, when)
    return letter
