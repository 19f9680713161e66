"""How the sample documents look: styles, pages, tables and bars, as HTML for WeasyPrint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
@page { size: A4; margin: 22mm 20mm; @bottom-right { content: counter(page); font: 9pt Inter; color: #888 } }
body { font: 10.5pt/1.55 Carlito, sans-serif; color: #1b2430 }
h1 { font: 600 20pt/1.25 Inter; margin: 0 0 2mm } h2 { font: 600 12.5pt Inter; margin: 7mm 0 2mm }
.sub { color: #5b6675; margin: 0 0 6mm } table { border-collapse: collapse; width: 100%; margin: 4mm 0; font-size: 9.5pt }
th { text-align: left; background: #f1f4f7 } th, td { border: .4pt solid #cfd6dd; padding: 1.8mm 2.4mm; vertical-align: top }
.box { border-left: 2.5pt solid #1f5fbf; padding: 1mm 0 1mm 4mm; margin: 4mm 0; color: #333 }
svg { margin: 3mm 0 } .break { break-before: page } li { margin: 1mm 0 }
"""
SLIDES = """
@page { size: 254mm 143mm; margin: 14mm 18mm } body { font: 17pt/1.45 Inter; color: #17202b }
h1 { font: 600 30pt Inter; margin: 0 0 6mm } section { break-after: page } li { margin: 3mm 0 }
.q { font-size: 25pt; font-weight: 600; margin-top: 24mm } .foot { position: running(f); color: #777 }
"""
RED, AMBER, GREEN = "#d55e00", "#e69f00", "#009e73"
BREAK = "<div class=break></div>"


def page(body: str, style: str = STYLE) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><body>{body}"


def heading(title: str, below: str) -> str:
    return f"<h1>{escape(title)}</h1><p class=sub>{escape(below)}</p>"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of plain texts."""
    top = "".join(f"<th>{escape(cell)}" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}" for cell in row) for row in rows)
    return f"<table>{f'<tr>{top}' if head else ''}{body}</table>"


def blanks(lines: Iterable[str]) -> str:
    """Lines with an empty second column to write in."""
    return f"<table>{''.join(f'<tr><td>{escape(line)}<td style=width:45%>' for line in lines)}</table>"


def listed(lines: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{escape(line)}' for line in lines)}</{tag}>"


def bars(pairs: Sequence[tuple[str, int, str]], most: int) -> str:
    rows = "".join(
        f'<text x="0" y="{22 + i * 26}" font-size="10" font-family="Inter">{escape(name)}</text>'
        f'<rect x="150" y="{10 + i * 26}" width="{value / most * 300:.0f}" height="16" rx="2" fill="{colour}"/>'
        f'<text x="{156 + value / most * 300:.0f}" y="{22 + i * 26}" font-size="10" font-family="Inter">{value}</text>'
        for i, (name, value, colour) in enumerate(pairs)
    )
    return f'<svg width="500" height="{20 + len(pairs) * 26}">{rows}</svg>'
