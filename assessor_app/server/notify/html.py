"""A letter as HTML: words and nothing that is fetched or runs, legible in light and dark, and read aloud in order.

Colours stand in a style sheet, because a mail program that changes nothing else takes the dark ones from there; a mail
program that drops it shows plain text in its own colours. No colour is set without its background.
"""

from __future__ import annotations

from html import escape

from assessor_app.server.notify.letters import Letter, Part, PartKind

_STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 16px; background: #f6f7f9; color: #1d2127;
       font: 16px/1.5 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
.letter { max-width: 36em; margin: 0 auto; padding: 24px; background: #ffffff; border: 1px solid #d5dae1;
          border-radius: 8px; overflow-wrap: anywhere; }
h1 { margin: 0 0 16px; font-size: 21px; line-height: 1.3; }
h2 { margin: 28px 0 8px; padding-top: 16px; border-top: 1px solid #d5dae1; font-size: 17px; line-height: 1.3; }
p, ul, table, blockquote { margin: 0 0 16px; }
ul { padding-left: 22px; }
table { border-collapse: collapse; }
th { padding: 3px 16px 3px 0; text-align: left; vertical-align: top; font-weight: normal; color: #525b67;
     overflow-wrap: normal; }
td { padding: 3px 0; vertical-align: top; }
blockquote { padding: 2px 0 2px 14px; border-left: 3px solid #8a94a3; }
a { color: #0b57a4; }
.foot { margin: 24px 0 0; padding-top: 12px; border-top: 1px solid #d5dae1; font-size: 13px; color: #525b67; }
@media (prefers-color-scheme: dark) {
  body { background: #15181c; color: #e6e9ed; }
  .letter { background: #1f242a; border-color: #3a424c; }
  h2, .foot { border-color: #3a424c; }
  th, .foot { color: #aeb7c2; }
  blockquote { border-color: #77818e; }
  a { color: #8cc2ff; }
}
"""


def as_html(letter: Letter, language: str) -> str:
    inside = "\n".join(_element(part) for part in letter.parts)
    subject = _text(letter.subject)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">\n'
        f"<title>{subject}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<div class="letter" role="article" lang="{escape(language)}">\n<h1>{subject}</h1>\n{inside}\n'
        f'<p class="foot">{_text(letter.foot)}</p>\n</div>\n</body>\n</html>\n'
    )


def _element(part: Part) -> str:
    match part.kind:
        case PartKind.FACTS:
            rows = "".join(
                f'<tr><th scope="row">{_text(name)}</th><td>{_text(value)}</td></tr>\n' for name, value in part.rows
            )
            return f"<table>\n{rows}</table>"
        case PartKind.LIST:
            items = "".join(f"<li>{_text(item)}</li>\n" for (item,) in part.rows)
            return f"<ul>\n{items}</ul>"
        case PartKind.QUOTE:
            return f"<blockquote>{_text(part.text)}</blockquote>"
        case PartKind.LINK:
            address = escape(part.address)
            return f'<p>{_text(part.text)}<br>\n<a href="{address}">{address}</a></p>'
        case PartKind.HEADING:
            return f"<h2>{_text(part.text)}</h2>"
        case PartKind.PARAGRAPH:
            return f"<p>{_text(part.text)}</p>"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")
