"""What the account's pages say, in the languages that mail is written in."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.server.services.accounts import (
    LONGEST_PASSWORD,
    Language,
    LinkGone,
    NoAddress,
    NoSignUp,
    UnfitPassword,
)
from assessor_app.server.services.people import SHORTEST_PASSWORD
from assessor_app.server.services.refused import Refused


@dataclass(frozen=True, slots=True)
class Words:
    name: str
    email: str
    password: str
    again: str
    sign_up: str
    sign_up_hint: str
    forgotten: str
    forgotten_hint: str
    set_password: str
    password_hint: str
    send: str
    save: str
    mailed_title: str
    mailed: str
    set_title: str
    set: str
    too_long: str
    not_the_same: str
    link_gone: str
    unfit_password: str
    no_address: str
    no_sign_up: str


TEXTS = {
    Language.ENGLISH: Words(
        name="Your name",
        email="E-mail address",
        password="New password",  # noqa: S106 - a label
        again="The same again",
        sign_up="Sign up",
        sign_up_hint="With this account you can look at micro-credentials. To hand in, your organisation’s roster has "
        "to have you.",
        forgotten="Forgotten password",
        forgotten_hint="We mail you a link to set a new one. Use the address that your organisation knows.",
        set_password="Set your password",  # noqa: S106 - a title
        password_hint="At least 8 characters. You will have to sign in again on all your computers.",  # noqa: S106
        send="Send the link",
        save="Save",
        mailed_title="Look into your mail",
        mailed="If there is an account with this address, or there is one now, a link is on its way. It works once and "
        "for two hours.",
        set_title="Your password is set",
        set="You can sign in with it now. This page can be closed.",
        too_long="This page had been open for too long. Please try again.",
        not_the_same="The two passwords are not the same.",
        link_gone="This link was used already or is too old. Ask for a new one.",
        unfit_password=f"The password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,} characters.",
        no_sign_up="Nobody signs up here by themselves. Please ask your organisation’s administrator.",
        no_address="This is no e-mail address. Please look at it once more.",
    ),
    Language.SPANISH: Words(
        name="Su nombre",
        email="Correo electrónico",
        password="Contraseña nueva",  # noqa: S106 - a label
        again="La misma otra vez",
        sign_up="Crear una cuenta",
        sign_up_hint="Con esta cuenta puede ver las microcredenciales. Para entregar trabajos, la lista de su "
        "organización debe incluirle.",
        forgotten="Contraseña olvidada",
        forgotten_hint="Le enviamos un enlace para elegir otra. Use la dirección que conoce su organización.",
        set_password="Elija su contraseña",  # noqa: S106 - a title
        password_hint="Al menos 8 caracteres. Tendrá que iniciar sesión de nuevo en todos sus equipos.",  # noqa: S106
        send="Enviar el enlace",
        save="Guardar",
        mailed_title="Revise su correo",
        mailed="Si hay una cuenta con esta dirección, o si acaba de crearse, el enlace está en camino. Sirve una vez y "
        "durante dos horas.",
        set_title="Su contraseña está guardada",
        set="Ya puede iniciar sesión con ella. Puede cerrar esta página.",
        too_long="Esta página estuvo abierta demasiado tiempo. Inténtelo de nuevo.",
        not_the_same="Las dos contraseñas no son iguales.",
        link_gone="Este enlace ya se usó o es demasiado antiguo. Pida uno nuevo.",
        unfit_password=f"La contraseña necesita de {SHORTEST_PASSWORD} a {LONGEST_PASSWORD:,} caracteres.",
        no_sign_up="Aquí nadie crea su cuenta por sí mismo. Pregunte a la administración de su organización.",
        no_address="Esto no es un correo electrónico. Revíselo, por favor.",
    ),
}


def said(words: Words, error: Refused) -> str:
    """Why it could not be done, in the page's language where there is a sentence for it."""
    for kind, sentence in (
        (LinkGone, words.link_gone),
        (UnfitPassword, words.unfit_password),
        (NoAddress, words.no_address),
        (NoSignUp, words.no_sign_up),
    ):
        if isinstance(error, kind):
            return sentence
    return str(error)
