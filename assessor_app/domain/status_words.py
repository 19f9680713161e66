"""A submission's state in a sentence for whoever handed it in (FAQ 21, 22)."""

from __future__ import annotations

from datetime import date

from assessor_app.domain.submission import State

_ENGLISH = {
    State.SUBMITTED: "We have it, and are making it ready for assessment. You will have a result by {due}.",
    State.WAITING_ON_ASSESSOR: "An assessor is reading it. You will have a result by {due}.",
    State.RETURNED_TO_ASSESSOR: "An assessor is looking at it once more. You will have a result by {due}.",
    State.WAITING_ON_APPROVER: "It was assessed; an approver makes the final decision by {due}.",
    State.INCOMPLETE: "It came back: something is missing or can’t be opened. Put that right and hand it in again.",
    State.EARNED: "You earned it.",
    State.NOT_YET_EARNED: "It is not yet earned. Read the feedback, change what it asks for, and hand it in again.",
    State.WITHDRAWN: "You took it back. You can hand it in again at any time.",
    State.QUARANTINED: "It is held back for a privacy check. Nothing is lost, and you need not do anything.",
}
_SPANISH = {
    State.SUBMITTED: "La recibimos y la preparamos para su evaluación. Tendrá el resultado a más tardar el {due}.",
    State.WAITING_ON_ASSESSOR: "La está leyendo un evaluador. Tendrá el resultado a más tardar el {due}.",
    State.RETURNED_TO_ASSESSOR: "Un evaluador la está revisando de nuevo. Tendrá el resultado a más tardar el {due}.",
    State.WAITING_ON_APPROVER: "Ya fue evaluada; la decisión final se toma a más tardar el {due}.",
    State.INCOMPLETE: "Volvió porque falta algo o no se puede abrir. Corríjalo y entréguela de nuevo.",
    State.EARNED: "La obtuvo.",
    State.NOT_YET_EARNED: "Aún no la obtiene. Lea los comentarios, cambie lo que piden y entréguela de nuevo.",
    State.WITHDRAWN: "La retiró. Puede entregarla de nuevo cuando quiera.",
    State.QUARANTINED: "Está retenida para una revisión de privacidad. Nada se pierde y no tiene que hacer nada.",
}


_READY = {
    "en": "It is ready, and waits for an assessor. You will have a result by {due}.",
    "es": "Está lista y espera a un evaluador. Tendrá el resultado a más tardar el {due}.",
}


def status_words(state: State, due: date, language: str = "en", *, prepared: bool = True) -> str:
    """``language`` is en or es; any other is English. ``prepared``: its evidence was made ready."""
    language = language if language in _READY else "en"
    words = (_SPANISH if language == "es" else _ENGLISH)[state]
    if state is State.SUBMITTED and prepared:
        words = _READY[language]
    return words.format(due=due.isoformat())
