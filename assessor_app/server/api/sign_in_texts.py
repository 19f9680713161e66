"""What the sign-in page says, in the languages that mail is written in. ``{…}`` is filled in."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.server.services.accounts import Language


@dataclass(frozen=True, slots=True)
class SignInWords:
    title: str
    purpose: str
    email: str
    password: str
    forgotten: str
    with_provider: str
    wrong: str
    too_many: str
    unreachable: str


SIGN_IN = {
    Language.ENGLISH: SignInWords(
        title="Sign in",
        purpose="for the assessment application",
        email="E-mail address",
        password="Password",  # noqa: S106 - a label
        forgotten="Forgotten password",
        with_provider="Sign in with {name}",
        wrong="The e-mail address or the password is wrong.",
        too_many="Too many attempts. Please wait {minutes} min.",
        unreachable="{name} can’t be reached just now. Please try again in a few minutes.",
    ),
    Language.SPANISH: SignInWords(
        title="Iniciar sesión",
        purpose="para la aplicación de evaluación",
        email="Correo electrónico",
        password="Contraseña",  # noqa: S106 - a label
        forgotten="Contraseña olvidada",
        with_provider="Iniciar sesión con {name}",
        wrong="El correo electrónico o la contraseña no son correctos.",
        too_many="Demasiados intentos. Espere {minutes} min.",
        unreachable="No se puede acceder a {name} en este momento. Inténtelo de nuevo en unos minutos.",
    ),
}
