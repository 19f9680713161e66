"""How the feedback document looks: on screens and printed by a browser, and on the pages of its PDF.

Every pair of text and ground has a contrast of 4.5 or more (WCAG 2.2, 1.4.3); colour never tells anything alone.
"""

from __future__ import annotations

from assessor_app.domain.phases import PHASE_COLOURS

_LIGHT = (
    "--ground:#fff;--sheet:#f5f7fa;--ink:#1b2430;--soft:#556070;--line:#d5dbe3;--link:#0b57d0;"
    "--good:#0d5c3d;--good-ground:#e6f4ed;--more:#7a3b00;--more-ground:#fdf1e3;--back:#254769;--back-ground:#e9f0f8"
)
_DARK = (
    "--ground:#14181d;--sheet:#1c2127;--ink:#e7eaee;--soft:#a8b2be;--line:#39424d;--link:#8ab8ff;"
    "--good:#8fdfba;--good-ground:#12301f;--more:#ffc48a;--more-ground:#38240d;--back:#a9cdf2;--back-ground:#17293c"
)
_SCREEN = """
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",
Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
main{max-width:44rem;margin:0 auto;padding:3.5rem 1.5rem 5rem}
h1,h2,h3,h4{line-height:1.25;margin:0;text-wrap:balance}
h1{font-size:2.25rem;line-height:1.12;letter-spacing:-.015em}
h2{font-size:1.5rem;letter-spacing:-.01em}
h3{font-size:1.125rem}
h4{font-size:.8125rem;font-weight:600;color:var(--soft);margin:1.25rem 0 .35rem}
p{margin:0 0 .75rem}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.07em}
a:hover{text-decoration-thickness:.14em}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.kicker,.phase{font-size:.8125rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:var(--soft);
margin:0 0 .4rem}
.issuer{color:var(--soft);margin:.5rem 0 0}
.result{margin:2rem 0;padding:1.25rem 1.5rem;border-left:.375rem solid;border-radius:.25rem .75rem .75rem .25rem}
.result p{margin:0;color:var(--ink)}
.result .verdict{font-size:1.5rem;font-weight:700;line-height:1.3;margin:0 0 .25rem;color:inherit}
.earned{color:var(--good);background:var(--good-ground)}
.not-yet{color:var(--more);background:var(--more-ground)}
.incomplete{color:var(--back);background:var(--back-ground)}
table{border-collapse:collapse;width:100%;font-size:1rem}
.small{font-size:.8125rem;letter-spacing:0;color:var(--soft);margin:2rem 0 .35rem}
th,td{text-align:left;vertical-align:top;font-weight:400;padding:.5rem .75rem .5rem 0;border-top:1px solid var(--line)}
tr:last-child th,tr:last-child td{border-bottom:1px solid var(--line)}
.facts th{color:var(--soft);width:9.5rem}
.glance td:last-child{white-space:nowrap;width:1%;padding-right:0}
.number{color:var(--soft);font-variant-numeric:tabular-nums;font-weight:400}
section{margin:4rem 0 0;padding:1.1rem 0 0;border-top:.25rem solid var(--line)}
article{margin:2.25rem 0 0}
.level{margin:.6rem 0 .35rem}
.tag{display:inline-block;font-size:.875rem;font-weight:600;line-height:1.35;padding:.15rem .7rem;border-radius:1rem;
border:1px solid}
.meets .tag{color:var(--good);background:var(--good-ground)}
.lacks .tag{color:var(--more);background:var(--more-ground)}
.glance .meets{color:var(--good)}.glance .lacks{color:var(--more)}
.descriptor{color:var(--soft)}
.changed{background:var(--sheet);border-radius:.75rem;padding:1rem 1.25rem;margin:1.25rem 0 0}
.changed h4{margin-top:0}.changed p:last-child,.check p:last-child{margin-bottom:0}
ul{list-style:none;margin:0;padding:0}
.marks li,.pieces>li{padding:.55rem 0;border-top:1px solid var(--line)}
.marks li{position:relative;padding-left:1.5rem;font-size:1rem}
.marks li:target{background:var(--sheet)}
.dot{position:absolute;left:0}
.kind,.none{color:var(--soft)}
.quote{display:block}
.comment{display:block;white-space:pre-line}
.pieces .marks{margin:.5rem 0 0}
.check{margin:1.75rem 0 0}
.check .where{font-size:.8125rem;color:var(--soft);margin:0 0 .2rem}
.check h3{margin:0 0 .4rem}
.end{margin:4rem 0 0;font-size:.875rem;color:var(--soft)}
@media(max-width:36rem){main{padding:2rem 1.1rem 3rem}h1{font-size:1.8rem}.facts th{width:7.5rem}
.result{padding:1rem 1.1rem}}
@media print{@page{margin:18mm 17mm}body{font-size:10.5pt}main{max-width:none;padding:0}section{margin-top:2.25rem}
.result,.tag,.changed{-webkit-print-color-adjust:exact;print-color-adjust:exact}
h1,h2,h3,h4,.phase,.level{break-after:avoid}.marks li,.changed,.result,tr,.check{break-inside:avoid}
p{orphans:3;widows:3}a{text-decoration:underline}}
"""
_PAPER = """
body{font-family:sans-serif;font-size:10.5pt;line-height:1.45;color:#1b2430}
body,h1,h2,h3,h4,p,ul,li,table{margin:0;padding:0}
h1{font-size:24pt;line-height:1.15;margin:0 0 3pt 0}
h2{font-size:15pt;line-height:1.2;margin:0 0 2pt 0}
h3{font-size:11.5pt;line-height:1.3;margin:16pt 0 2pt 0}
h4{font-size:8.5pt;color:#556070;line-height:1.3;margin:8pt 0 2pt 0}
p{margin:0 0 5pt 0}
a[href]{color:#0b57d0;text-decoration:underline}
.kicker,.phase{font-size:8pt;font-weight:bold;letter-spacing:0.6pt;text-transform:uppercase;color:#556070;
margin:0 0 3pt 0}
.issuer{color:#556070;margin:0}
.result{margin:16pt 0 14pt 0;border-left:4pt solid #254769}
.result p{margin:0;padding:0 14pt 11pt 14pt}
.result .verdict{font-size:15pt;font-weight:bold;line-height:1.3;padding:10pt 14pt 2pt 14pt}
.earned{background-color:#e6f4ed;border-left-color:#0d5c3d}.earned .verdict{color:#0d5c3d}
.not-yet{background-color:#fdf1e3;border-left-color:#7a3b00}.not-yet .verdict{color:#7a3b00}
.incomplete{background-color:#e9f0f8;border-left-color:#254769}.incomplete .verdict{color:#254769}
table{width:100%;margin:0 0 12pt 0}
.small{font-size:8.5pt;color:#556070;margin:0 0 3pt 0}
th,td{text-align:left;font-weight:normal;padding:2.5pt 8pt 2.5pt 0}
.facts th{color:#556070}
.number{color:#556070;font-weight:normal}
.phase{border-top:2.5pt solid #d5dbe3;margin:24pt 0 3pt 0;padding:7pt 0 0 0}
.plain{border-top:2.5pt solid #d5dbe3;margin:24pt 0 4pt 0;padding:7pt 0 0 0}
.level{margin:0 0 2pt 0;font-weight:bold}
.meets .tag,td.meets{color:#0d5c3d}.lacks .tag,td.lacks{color:#7a3b00}
.descriptor{color:#556070}
.changed{background-color:#f5f7fa;margin:7pt 0 3pt 0}
.changed h4{margin:0;padding:7pt 10pt 2pt 10pt}.changed p{margin:0;padding:0 10pt 7pt 10pt}
ul{list-style-type:none}
.marks li{font-size:9.5pt;line-height:1.4;margin:0 0 4pt 0}
.pieces li{margin:0 0 6pt 0}
.kind,.none{color:#556070}
.check{margin:14pt 0 0 0}.check .where{font-size:8.5pt;color:#556070;margin:0}
.check h3{margin:0 0 3pt 0}
.end{margin:22pt 0 0 0;font-size:8.5pt;color:#556070}
"""


def screen_style(colours: set[str]) -> str:
    dots = "".join(f".c-{colour[1:]}{{color:{colour}}}" for colour in sorted(colours))
    phases = "".join(f".phase-{phase.value}{{border-top-color:{colour}}}" for phase, colour in PHASE_COLOURS.items())
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{_DARK}}}}}"
    return f":root{{color-scheme:light dark;{_LIGHT}}}{dark}{_SCREEN}{phases}{dots}"


def paper_style(colours: set[str]) -> str:
    """For MuPDF's layout, which knows neither variables nor media.

    A ground's own box has no padding, its paragraphs have: MuPDF would paint the padding again on every later page.
    """
    dots = "".join(f".c-{colour[1:]}{{color:{colour}}}" for colour in sorted(colours))
    phases = "".join(
        f".phase-{phase.value} .phase{{border-top-color:{colour}}}" for phase, colour in PHASE_COLOURS.items()
    )
    return _PAPER + phases + dots
