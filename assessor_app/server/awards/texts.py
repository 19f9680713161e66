"""What the public pages of awards say, in English and Spanish."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """``verdicts`` is verdict → title and sentence."""

    language: str
    verify: str
    verify_hint: str
    file: str
    text: str
    email: str
    email_hint: str
    check: str
    another: str
    verdicts: dict[str, tuple[str, str]]
    earned: str
    issuer: str
    key: str
    awarded: str
    hours: str
    results: str
    requirement: str
    level: str
    evidence: str
    evidence_hint: str
    revoked: str
    reason: str
    theirs: str
    not_theirs: str
    files: str
    criteria: str
    phases: dict[str, str]
    meets: str
    keys: str
    signs: str
    retired: str
    compromised: str
    document: str
    identifier: str
    months: tuple[str, ...]
    date: str


TEXTS = {
    "en": Words(
        language="en",
        verify="Verify an award",
        verify_hint="Choose the badge or the file that you were given, or paste its text or address. It is compared "
        "with what was issued here, and nothing of it is kept.",
        file="Badge or file (PNG, SVG, JSON or JWT)",
        text="Or its text or address",
        email="E-mail address that it should belong to (if you want to know)",
        email_hint="An award names nobody. If its holder told you an e-mail address, see whether it is theirs.",
        check="Verify",
        another="Verify another",
        verdicts={
            "valid": ("Valid", "This award was issued here and still holds."),
            "revoked": ("Revoked", "This award was issued here, and the issuer took it back."),
            "outdated": (
                "An outdated copy",
                "This award was issued here, but this copy was signed with a key that is no longer trusted. Ask its "
                "holder for the current one.",
            ),
            "changed": ("Changed", "This is not what was issued. Do not rely on anything in it."),
            "foreign": (
                "Not from here",
                "This server did not issue it. It may be valid elsewhere: verify it with the issuer that it names.",
            ),
            "unreadable": ("Nothing to verify", "There is no award in what you sent."),
        },
        earned="What was earned",
        issuer="Issuer",
        key="Signed with the key",
        awarded="Awarded on",
        hours="Hours of continuing professional education (CPE)",
        results="Results",
        requirement="Requirement",
        level="Result",
        evidence="Evidence that was assessed",
        evidence_hint="Titles only. The evidence itself is its author’s.",
        revoked="Revoked on",
        reason="Reason",
        theirs="It belongs to the e-mail address that you gave.",
        not_theirs="It does not belong to the e-mail address that you gave.",
        files="This award as a file",
        criteria="What has to be shown",
        phases={
            "analyze": "Analyze", "design": "Design", "develop": "Develop", "implement": "Implement",
            "evaluate": "Evaluate",
        },
        meets="meets",
        keys="Keys",
        signs="signs now",
        retired="no longer signs; what it signed holds",
        compromised="no longer trusted since",
        document="The document that software reads",
        identifier="Identifier",
        months=(
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ),
        date="{month} {day}, {year}",
    ),
    "es": Words(
        language="es",
        verify="Verificar una acreditación",
        verify_hint="Elija la insignia o el archivo que recibió, o pegue su texto o su dirección. Se compara con lo "
        "que se emitió aquí y no se guarda nada.",
        file="Insignia o archivo (PNG, SVG, JSON o JWT)",
        text="O su texto o dirección",
        email="Correo electrónico al que debería pertenecer (si quiere saberlo)",
        email_hint="Una acreditación no nombra a nadie. Si su titular le dio un correo electrónico, puede comprobar si "
        "es suya.",
        check="Verificar",
        another="Verificar otra",
        verdicts={
            "valid": ("Válida", "Esta acreditación se emitió aquí y sigue vigente."),
            "revoked": ("Revocada", "Esta acreditación se emitió aquí y su emisor la retiró."),
            "outdated": (
                "Una copia antigua",
                "Esta acreditación se emitió aquí, pero esta copia se firmó con una clave que ya no es de confianza. "
                "Pida la actual a su titular.",
            ),
            "changed": ("Modificada", "Esto no es lo que se emitió. No se fíe de nada de su contenido."),
            "foreign": (
                "No es de aquí",
                "Este servidor no la emitió. Puede ser válida en otro lugar: verifíquela con el emisor que nombra.",
            ),
            "unreadable": ("Nada que verificar", "No hay ninguna acreditación en lo que envió."),
        },
        earned="Lo que se obtuvo",
        issuer="Emisor",
        key="Firmada con la clave",
        awarded="Otorgada el",
        hours="Horas de formación profesional continua (CPE)",
        results="Resultados",
        requirement="Requisito",
        level="Resultado",
        evidence="Evidencia evaluada",
        evidence_hint="Solo los títulos. La evidencia es de quien la hizo.",
        revoked="Revocada el",
        reason="Motivo",
        theirs="Pertenece al correo electrónico que indicó.",
        not_theirs="No pertenece al correo electrónico que indicó.",
        files="Esta acreditación como archivo",
        criteria="Lo que hay que mostrar",
        phases={
            "analyze": "Analizar", "design": "Diseñar", "develop": "Desarrollar", "implement": "Implementar",
            "evaluate": "Evaluar",
        },
        meets="cumple",
        keys="Claves",
        signs="firma ahora",
        retired="ya no firma; lo que firmó sigue vigente",
        compromised="ya no es de confianza desde",
        document="El documento que leen los programas",
        identifier="Identificador",
        months=(
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre",
        ),
        date="{day} de {month} de {year}",
    ),
}  # fmt: skip
