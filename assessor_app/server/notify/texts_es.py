"""The messages in Spanish, as in American schools: usted, and no word that makes a person male or female."""

from __future__ import annotations

from functools import singledispatch

from assessor_app.domain.submission import Role
from assessor_app.server.notify import messages
from assessor_app.server.notify.dates import When
from assessor_app.server.notify.letters import Letter, Part, clean, facts, heading, link, listed, quoted, said

_FOOT = "Este mensaje se envió automáticamente; nadie lee las respuestas."
_FOOT_IN_QUEUE = f"{_FOOT} Si lo prefiere, en su cuenta puede elegir un solo mensaje al día."


@singledispatch
def letter(message: messages.Message, when: When) -> Letter:
    raise TypeError(f"there are no Spanish words for {type(message).__name__}")


def _letter(message: messages.Message, subject: str, *parts: Part) -> Letter:
    foot = _FOOT if message.kind in messages.AT_ONCE else _FOOT_IN_QUEUE
    return Letter(subject=" ".join(clean(subject).split()), parts=parts, foot=foot)


def _of(message: messages.About, *more: tuple[str, str]) -> Part:
    return facts(("Microcredencial", message.title), ("Entrega", message.submission_id), *more)


@letter.register
def _(message: messages.Receipt, when: When) -> Letter:
    return _letter(
        message,
        f"Recibimos su entrega para “{message.title}”",
        said("Gracias: su entrega llegó y pronto la leerá quien va a evaluarla."),
        _of(
            message,
            ("Recibida", when.moment(message.submitted_at)),
            ("Resultado a más tardar", when.day(message.due_at)),
        ),
        said("Quien la evalúa no sabe quién es usted. Le escribiremos de nuevo cuando haya un resultado."),
    )


@letter.register
def _(message: messages.ResultEarned, when: When) -> Letter:
    return _letter(
        message,
        f"Su resultado para “{message.title}”",
        said(f"¡Felicidades! Obtuvo “{message.title}”."),
        _of(message, ("Desarrollo profesional", f"{message.cpe_hours} horas CPE")),
        said("Ya puede leer la retroalimentación de quienes evaluaron su entrega."),
    )


@letter.register
def _(message: messages.ResultNotYet, when: When) -> Letter:
    return _letter(
        message,
        f"Su resultado para “{message.title}”",
        said(
            f"Aún no obtiene “{message.title}”. La retroalimentación de quienes evaluaron su entrega dice qué se "
            "logró y qué falta."
        ),
        _of(message),
        said(
            "Cambie lo que pide la retroalimentación y haga una nueva entrega, cuando quiera y cuantas veces quiera. "
            "Todo lo que entregó se conserva."
        ),
    )


@letter.register
def _(message: messages.Incomplete, when: When) -> Letter:
    return _letter(
        message,
        f"Su entrega para “{message.title}” volvió: falta algo",
        said("Su entrega todavía no se ha valorado. Corrija lo siguiente y entréguela de nuevo, cuando quiera:"),
        *(part for question, note in message.missing for part in (said(question), quoted(note))),
        _of(message),
    )


@letter.register
def _(message: messages.ReturnedUnreadable, when: When) -> Letter:
    return _letter(
        message,
        f"Su entrega para “{message.title}” necesita su atención",
        said("Una parte de su evidencia no se puede abrir, así que no se pudo evaluar. El sistema informa en inglés:"),
        listed(message.sentences),
        said("Todo lo demás se conserva. Sustituya esa evidencia y entregue el portafolio de nuevo."),
        _of(message),
    )


@letter.register
def _(message: messages.AwardRevoked, when: When) -> Letter:
    return _letter(
        message,
        f"Se revocó su microcredencial “{message.title}”",
        said(f"La entidad emisora revocó la microcredencial “{message.title}” que usted había obtenido. El motivo:"),
        quoted(message.reason),
        _of(message),
    )


@letter.register
def _(message: messages.Assigned, when: When) -> Letter:
    return _letter(
        message,
        f"La entrega {message.submission_id} está en su cola",
        said("Una entrega espera su evaluación."),
        _of(message, ("Vence", when.moment(message.due_at))),
        said("Llega a su computadora con la próxima sincronización; después puede trabajar en ella sin conexión."),
    )


@letter.register
def _(message: messages.ReadyToApprove, when: When) -> Letter:
    return _letter(
        message,
        f"La entrega {message.submission_id} espera su decisión",
        said("Una entrega ya fue evaluada y espera su decisión."),
        _of(message, ("Vence", when.moment(message.due_at))),
        said("Llega a su computadora con la próxima sincronización; después puede decidir sin conexión."),
    )


@letter.register
def _(message: messages.ReturnedToAssessor, when: When) -> Letter:
    return _letter(
        message,
        f"La entrega {message.submission_id} volvió a su cola",
        said("Quien aprueba le pide que la revise una vez más. Su evaluación se conserva y puede cambiarla."),
        *(part for title, text in message.reasons for part in (said(title or "Toda la entrega"), quoted(text))),
        _of(message),
    )


@letter.register
def _(message: messages.Reminder, when: When) -> Letter:
    what = "decisión" if message.role is Role.APPROVER else "evaluación"
    return _letter(
        message,
        f"La entrega {message.submission_id} vence pronto",
        said(f"Una entrega sigue esperando su {what}."),
        _of(message, ("Vence", when.moment(message.due_at))),
        said("Si ya la terminó, solo le falta sincronizar."),
    )


@letter.register
def _(message: messages.Overdue, when: When) -> Letter:
    approver = message.role is Role.APPROVER
    what = "decidir sobre una entrega y la decisión" if approver else "evaluar una entrega y la evaluación"
    return _letter(
        message,
        f"La entrega {message.submission_id} está vencida",
        said(f"Venció el plazo para {what} todavía no ha llegado. Alguien espera el resultado."),
        _of(message, ("Venció", when.moment(message.due_at)), ("En la cola de", message.holder)),
        said("Por favor, pregunte cómo va. Se puede asignar a otra persona sin que se pierda ningún trabajo."),
    )


@letter.register
def _(message: messages.CalibrationLapses, when: When) -> Letter:
    return _letter(
        message,
        f"Su calibración para “{message.title}” vence pronto",
        said(
            "Si la renueva a tiempo, seguirá recibiendo entregas: los paquetes están en la página Calibración de la "
            "aplicación."
        ),
        facts(("Microcredencial", message.title), ("Vigente hasta", when.moment(message.until))),
    )


@letter.register
def _(message: messages.CalibrationLapsed, when: When) -> Letter:
    return _letter(
        message,
        f"Su calibración para “{message.title}” venció",
        said("No recibirá entregas nuevas hasta que vuelva a calibrarse. Lo que ya empezó se conserva."),
        facts(("Microcredencial", message.title), ("Vigente hasta", when.moment(message.until))),
        said("Los paquetes están en la página Calibración de la aplicación."),
    )


@letter.register
def _(message: messages.CalibrationStopped, when: When) -> Letter:
    return _letter(
        message,
        f"Por favor, vuelva a calibrarse para “{message.title}”",
        said(
            "Sus valoraciones se han alejado de los niveles del emisor, por lo que no recibirá entregas nuevas hasta "
            "que vuelva a calibrarse. Lo que ya empezó se conserva."
        ),
        facts(("Microcredencial", message.title)),
        said("En la página Calibración de la aplicación hay más información."),
    )


@letter.register
def _(message: messages.AccessGranted, when: When) -> Letter:
    return _letter(
        message,
        f"Ya participa en “{message.program}”",
        said(f"Se aceptó su solicitud: desde ahora participa en “{message.program}”."),
        *_answer(message),
    )


@letter.register
def _(message: messages.AccessRefused, when: When) -> Letter:
    return _letter(
        message,
        f"Su solicitud para “{message.program}”",
        said(f"No se le dio acceso a “{message.program}”. Puede volver a solicitarlo."),
        *_answer(message),
    )


@letter.register
def _(message: messages.PasswordLink, when: When) -> Letter:
    return _letter(
        message,
        "Elija su contraseña",
        link(f"Elija aquí su contraseña; el enlace sirve una vez y durante {message.hours} horas:", message.address),
        said("Si usted no lo pidió, no tiene que hacer nada: nada cambia."),
    )


@letter.register
def _(message: messages.Digest, when: When) -> Letter:
    parts = (
        part for at, held in message.letters for part in (heading(held.subject), said(when.moment(at)), *held.parts)
    )
    return Letter(
        subject=f"{len(message.letters)} mensajes: {when.day(message.day)}",
        parts=(
            said("Usted eligió recibir un solo mensaje al día. Esto es lo que ha pasado desde el anterior."),
            *parts,
        ),
        foot=f"{_FOOT} En su cuenta puede volver a recibir cada mensaje al momento.",
    )


def _answer(message: messages.AccessDecided) -> tuple[Part, ...]:
    return (said("Respuesta de la administración:"), quoted(message.answer)) if message.answer.strip() else ()
