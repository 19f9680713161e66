"""A person's transcript of CPE hours as a PDF (FAQ 12)."""

from __future__ import annotations

from datetime import date

from assessor_app.documents.export.task import ExportTask
from assessor_app.server.feedback.html import LANGUAGE, escape
from assessor_app.server.services.cpe import CpeLine, Transcript
from assessor_app.server.services.documents import made

TITLE = "Transcript of CPE hours"
_STYLE = """
body{font-family:sans-serif;font-size:10.5pt;line-height:1.4;color:#1b2430}
body,h1,h2,p,table{margin:0;padding:0}
h1{font-size:24pt;line-height:1.15;margin:0 0 3pt 0}
h2{font-size:13pt;line-height:1.3;margin:18pt 0 4pt 0}
.kicker{font-size:8pt;font-weight:bold;letter-spacing:0.6pt;text-transform:uppercase;color:#556070;margin:0 0 3pt 0}
.hours{background-color:#e6f4ed;border-left:4pt solid #0d5c3d;margin:14pt 0 12pt 0}
.hours p{margin:0;padding:9pt 14pt 9pt 14pt;font-size:15pt;font-weight:bold;color:#0d5c3d}
table{width:100%;border-spacing:0}
th,td{text-align:left;font-weight:normal;vertical-align:top;padding:3pt 12pt 3pt 0}
.facts th{width:88pt;color:#556070}
.awards th{font-size:8.5pt;color:#556070}
.awards td{border-top:0.75pt solid #d5dbe3}
.awards .hour{text-align:right;padding:3pt 0 3pt 0;width:44pt}
.awards .day{width:104pt}
.revoked{color:#7a3b00}
.end{margin:16pt 0 0 0;font-size:8.5pt;color:#556070}
"""


def transcript_pdf(transcript: Transcript) -> bytes:
    """Raises ProblemError."""
    title = f"{TITLE}: {transcript.name}"
    return made(ExportTask("document", transcript_html(transcript).encode(), title=title, language=LANGUAGE))


def transcript_html(transcript: Transcript) -> str:
    """Dressed for the pages of a PDF."""
    return (
        f'<!doctype html><html lang="{LANGUAGE}"><head><meta charset="utf-8"><style>{_STYLE}</style></head><body>'
        f'<p class="kicker">{TITLE}</p><h1>{escape(transcript.name)}</h1>'
        f'<div class="hours"><p>{_hours(transcript)}</p></div>{_facts(transcript)}{_awards(transcript)}'
        '<p class="end">Hours count from the day on which the micro-credential was earned. '
        "A revoked micro-credential counts for none.</p></body></html>"
    )


def _hours(transcript: Transcript) -> str:
    return "1 CPE hour" if transcript.hours == 1 else f"{transcript.hours} CPE hours"


def _facts(transcript: Transcript) -> str:
    facts = (
        ("Organization", transcript.organisation),
        ("Campus", transcript.campus),
        ("Employee ID", transcript.employee_id),
        ("As of", _day(transcript.made_on)),
    )
    rows = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in facts if value)
    return f'<table class="facts">{rows}</table>'


def _awards(transcript: Transcript) -> str:
    if not transcript.lines:
        return "<h2>Micro-credentials</h2><p>None was earned yet.</p>"
    head = '<tr><th>Micro-credential</th><th class="day">Earned</th><th class="hour">Hours</th></tr>'
    rows = "".join(_row(line) for line in transcript.lines)
    return f'<h2>Micro-credentials</h2><table class="awards">{head}{rows}</table>'


def _row(line: CpeLine) -> str:
    revoked = ""
    if line.revoked_on is not None:
        revoked = f'<br><span class="revoked">Revoked {_day(line.revoked_on)}</span>'
    return (
        f'<tr><td>{escape(line.title)}{revoked}</td><td class="day">{_day(line.earned_on)}</td>'
        f'<td class="hour">{line.hours}</td></tr>'
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
