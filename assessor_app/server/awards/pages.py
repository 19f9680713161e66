"""The public pages of awards: plain HTML without scripts, light and dark, readable by any browser and screen reader.

They show what was issued, and of the holder and of who assessed nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.server.awards.achievement import hours_id
from assessor_app.server.awards.issuers import Issuer, PublicKey
from assessor_app.server.awards.multikey import multikey
from assessor_app.server.awards.texts import Words

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_STYLE = """
:root{color-scheme:light dark;--ground:#f4f5f7;--card:#fff;--ink:#1b1f24;--soft:#59636e;--line:#d0d7de;--act:#1f5fbf;
--good:#1a7f37;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ground:#14171b;--card:#1d2126;--ink:#e8eaed;--soft:#a3adb8;--line:#39414a;
--act:#7fb0ff;--good:#6fd08c;--bad:#ff9d94}}
*{box-sizing:border-box}body{margin:0;padding:2rem 1rem;background:var(--ground);color:var(--ink);
font:16px/1.55 system-ui,sans-serif}main{max-width:46rem;margin:0 auto;background:var(--card);
border:1px solid var(--line);border-radius:12px;padding:2rem;overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}p{margin:0 0 1rem}.soft{color:var(--soft)}.good{color:var(--good)}
.bad{color:var(--bad)}dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1rem;margin:1rem 0}
dt{color:var(--soft)}dd{margin:0}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;
padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:600}
code{font-size:.85em;overflow-wrap:anywhere}img{float:right;width:9rem;height:9rem;
margin:0 0 1rem 1.5rem}a{color:var(--act)}
label{display:block;margin:0 0 .25rem;font-weight:600}input,textarea{width:100%;font:inherit;color:inherit;
background:transparent;border:1px solid var(--line);border-radius:8px;padding:.6rem .75rem;margin:0 0 1rem}
textarea{min-height:7rem;font-family:ui-monospace,monospace;font-size:.85rem}
input:focus,textarea:focus,button:focus,a:focus{outline:3px solid var(--act);outline-offset:1px}
button{font:inherit;font-weight:600;padding:.65rem 1.5rem;border:0;border-radius:8px;background:var(--act);
color:var(--card);cursor:pointer}
@media(max-width:34rem){img{float:none;display:block;margin:0 auto 1rem}dl{grid-template-columns:1fr}
dd{margin:0 0 .5rem}}
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is to say of a credential that was looked at; ``issued`` is None where it is none of ours."""

    verdict: str
    issued: dict[str, Any] | None
    key: str
    revoked_at: datetime | None
    reason: str
    theirs: bool | None


def verify_page(words: Words) -> str:
    return _document(
        words,
        words.verify,
        f"<h1>{_text(words.verify)}</h1><p class=soft>{_text(words.verify_hint)}</p>"
        f'<form method="post" action="/verify" enctype="multipart/form-data">'
        f'<label for="file">{_text(words.file)}</label><input id="file" name="file" type="file" '
        'accept=".png,.svg,.json,.jwt,.jws">'
        f'<label for="text">{_text(words.text)}</label><textarea id="text" name="text" spellcheck="false"></textarea>'
        f'<label for="email">{_text(words.email)}</label><input id="email" name="email" type="email" '
        f'aria-describedby="hint"><p class=soft id="hint">{_text(words.email_hint)}</p>'
        f'<button type="submit">{_text(words.check)}</button></form>',
    )


def finding_page(words: Words, finding: Finding) -> str:
    title, sentence = words.verdicts[finding.verdict]
    look = "good" if finding.verdict == "valid" else "bad"
    parts = [f'<h1 class={look}>{_text(title)}</h1><p role="status">{_text(sentence)}</p>']
    if finding.theirs is not None:
        known = ("good", words.theirs) if finding.theirs else ("bad", words.not_theirs)
        parts.append(f"<p class={known[0]}><strong>{_text(known[1])}</strong></p>")
    if finding.revoked_at is not None:
        parts.append(_pairs(((words.revoked, _day(words, finding.revoked_at)), (words.reason, _text(finding.reason)))))
    # What was changed is not shown beside what was issued: a glance would take one for the other.
    if finding.issued is not None and finding.verdict != "changed":
        parts.append(_earned(words, finding.issued, finding.key))
    parts.append(f'<p><a href="/verify">{_text(words.another)}</a></p>')
    return _document(words, title, "".join(parts))


def _earned(words: Words, issued: dict[str, Any], key: str) -> str:
    subject = issued["credentialSubject"]
    achievement = subject["achievement"]
    # Each address that the page refers to is this server's own, as a path.
    badge, criteria = _path(achievement["image"]["id"]), _path(achievement["id"])
    pairs = [
        (words.issuer, f'<a href="{_text(_path(issued["issuer"]["url"]))}">{_text(issued["issuer"]["name"])}</a>'),
        (words.awarded, _day(words, datetime.fromisoformat(issued["awardedDate"]))),
        (words.key, f"<code>{_text(key)}</code>"),
    ]
    files = " · ".join(
        f'<a href="{_text(_path(issued["id"]))}{ending}">{name}</a>'
        for name, ending in (("PNG", ".png"), ("SVG", ".svg"), ("JSON", ".json"), ("JWT", ".jwt"))
    )
    return (
        f'<h2>{_text(words.earned)}</h2><img src="{_text(badge)}" alt=""><h3>{_text(achievement["name"])}</h3>'
        f"<p>{_text(achievement['description'])}</p>"
        f'<p><a href="{_text(criteria)}">{_text(words.criteria)}</a></p>{_pairs(pairs)}'
        f"{_results(words, subject)}{_evidence(words, issued)}<h2>{_text(words.files)}</h2><p>{files}</p>"
    )


def _results(words: Words, subject: dict[str, Any]) -> str:
    names = {each["id"]: each["name"] for each in subject["achievement"]["resultDescription"]}
    names[hours_id(subject["achievement"]["id"])] = words.hours
    # That a requirement is completed says nothing beside its criteria.
    rows = "".join(
        f"<tr><td>{_text(names[each['resultDescription']])}</td><td>{_text(each['value'])}</td></tr>"
        for each in subject["result"]
        if "value" in each
    )
    return (
        f"<h2>{_text(words.results)}</h2><table><thead><tr><th scope=col>{_text(words.requirement)}</th>"
        f"<th scope=col>{_text(words.level)}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _evidence(words: Words, issued: dict[str, Any]) -> str:
    titles = "".join(f"<li>{_text(each['name'])}</li>" for each in issued.get("evidence", ()))
    if not titles:
        return ""
    return f"<h2>{_text(words.evidence)}</h2><p class=soft>{_text(words.evidence_hint)}</p><ul>{titles}</ul>"


def achievement_page(words: Words, rubric: MicroCredential, badge: str) -> str:
    """The criteria of a micro-credential; ``badge`` is the path of its picture."""
    parts = [
        f'<img src="{_text(badge)}" alt=""><h1>{_text(rubric.title)}</h1><p class=soft>{_text(rubric.issuer)}</p>'
        f"<p>{_text(rubric.summary)}</p><h2>{_text(words.criteria)}</h2>"
    ]
    for requirement in rubric.requirements:
        heading = f"{words.phases[requirement.phase.value]}: {requirement.title}"
        parts.append(f"<h3>{_text(heading)}</h3><p>{_text(requirement.instructions)}</p>")
        for criterion in requirement.criteria:
            levels = "".join(
                f"<li><strong>{_text(level.label)}</strong>{_meets(words, level.meets)}: {_text(level.descriptor)}</li>"
                for level in criterion.levels
            )
            parts.append(f"<p>{_text(criterion.title)}</p><ul>{levels}</ul>")
    return _document(words, rubric.title, "".join(parts))


def _meets(words: Words, meets: bool) -> str:
    return f" <span class=good>({_text(words.meets)})</span>" if meets else ""


def issuer_page(words: Words, issuer: Issuer, keys: tuple[PublicKey, ...], active: bytes) -> str:
    rows = "".join(
        f"<li><code>{_text(multikey(key.public))}</code><br>{_state(words, key, active)}</li>" for key in reversed(keys)
    )
    return _document(
        words,
        issuer.name,
        f"<h1>{_text(issuer.name)}</h1>"
        + _pairs(((words.identifier, f"<code>{_text(issuer.did)}</code>"),))
        + f'<p><a href="/issuers/{_text(issuer.id)}/did.json">{_text(words.document)}</a></p>'
        + f"<h2>{_text(words.keys)}</h2><ul>{rows}</ul>",
    )


def _state(words: Words, key: PublicKey, active: bytes) -> str:
    if key.compromised_at is not None:
        return f"<span class=bad>{_text(words.compromised)} {_day(words, key.compromised_at)}</span>"
    return _text(words.signs if key.public == active else words.retired)


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """``pairs`` are a name and its HTML."""
    return "<dl>" + "".join(f"<dt>{_text(name)}</dt><dd>{html}</dd>" for name, html in pairs) + "</dl>"


def _day(words: Words, moment: datetime) -> str:
    return _text(words.date.format(day=moment.day, month=words.months[moment.month - 1], year=moment.year))


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def _text(text: str) -> str:
    return escape(text)


def _document(words: Words, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
