"""The server's pages: plain HTML without scripts, light and dark, readable by any browser and screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from assessor_app.server.api.sign_in_texts import SIGN_IN, SignInWords
from assessor_app.server.services.accounts import Language

_STYLE = """
:root{color-scheme:light dark;--ground:#f4f5f7;--card:#fff;--ink:#1b1f24;--soft:#59636e;--line:#d0d7de;--act:#1f5fbf}
@media(prefers-color-scheme:dark){:root{--ground:#14171b;--card:#1d2126;--ink:#e8eaed;--soft:#a3adb8;--line:#39414a;
--act:#7fb0ff}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);
color:var(--ink);font:16px/1.5 system-ui,sans-serif}main{width:min(24rem,92vw);background:var(--card);
border:1px solid var(--line);border-radius:12px;padding:2rem}h1{font-size:1.3rem;margin:0 0 .25rem}
p{margin:0 0 1.25rem;color:var(--soft)}label{display:block;margin:0 0 .25rem;font-weight:600}
input{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px;
padding:.6rem .75rem;margin:0 0 1rem}input:focus,button:focus{outline:3px solid var(--act);outline-offset:1px}
button{width:100%;font:inherit;font-weight:600;padding:.65rem;border:0;border-radius:8px;background:var(--act);
color:var(--card);cursor:pointer}[role=alert]{color:#b3261e;font-weight:600}
@media(prefers-color-scheme:dark){[role=alert]{color:#ff9d94}}
button.other{background:transparent;color:var(--ink);border:1px solid var(--line)}
form+form{margin-top:1rem;padding-top:1rem;border-top:1px solid var(--line)}a{color:var(--act)}
.below{margin:1rem 0 0;text-align:center}
"""


@dataclass(frozen=True, slots=True)
class Ways:
    """How people may sign in; ``provider`` is its name, "" for none. ``language`` is the browser's."""

    passwords: bool
    provider: str
    language: Language = Language.ENGLISH

    @property
    def words(self) -> SignInWords:
        return SIGN_IN[self.language]


def sign_in_page(hidden: dict[str, str], ways: Ways, email: str = "", error: str = "") -> str:
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in hidden.items()
    )
    words = ways.words
    alert = f'<p role="alert">{escape(error)}</p>' if error else f"<p>{escape(words.purpose)}</p>"
    forms = _password_form(fields, email, words) if ways.passwords else ""
    if ways.provider:
        look = ' class="other"' if ways.passwords else ""
        forms += (
            f'<form method="post" action="/authorize/provider">{fields}'
            f'<button type="submit"{look}>{escape(words.with_provider.format(name=ways.provider))}</button></form>'
        )
    return _document(words.title, f"<h1>{escape(words.title)}</h1>{alert}{forms}", ways.language)


def _password_form(fields: str, email: str, words: SignInWords) -> str:
    return f"""
<form method="post" action="/authorize">{fields}
<label for="email">{escape(words.email)}</label>
<input id="email" name="email" type="email" autocomplete="username" value="{escape(email)}" required autofocus>
<label for="password">{escape(words.password)}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">{escape(words.title)}</button>
<p class="below"><a href="/account/forgotten">{escape(words.forgotten)}</a></p></form>"""


def refusal_page(sentence: str, back: str = "") -> str:
    """``back`` is where the person can try again."""
    way = f'<p><a href="{escape(back)}">Back to the sign-in</a></p>' if back else ""
    return _document("Not possible", f'<h1>This can’t go on</h1><p role="alert">{escape(sentence)}</p>{way}')


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a form; ``kind`` and ``fills`` are HTML's ``type`` and ``autocomplete``."""

    name: str
    label: str
    kind: str
    fills: str
    value: str = ""


def form_page(
    title: str, hint: str, entries: tuple[Entry, ...], hidden: dict[str, str], button: str, error: str, language: str
) -> str:
    """A form that is sent to the address that it came from."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in hidden.items()
    )
    fields += "".join(
        f'<label for="{entry.name}">{escape(entry.label)}</label><input id="{entry.name}" name="{entry.name}" '
        f'type="{entry.kind}" autocomplete="{entry.fills}" value="{escape(entry.value)}" required>'
        for entry in entries
    )
    alert = f'<p role="alert">{escape(error)}</p>' if error else ""
    form = f'<form method="post">{fields}<button type="submit">{escape(button)}</button></form>'
    return _document(title, f"<h1>{escape(title)}</h1><p>{escape(hint)}</p>{alert}{form}", language)


def told_page(title: str, said: str, language: str) -> str:
    return _document(title, f'<h1>{escape(title)}</h1><p role="status">{escape(said)}</p>', language)


def _document(title: str, body: str, language: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
