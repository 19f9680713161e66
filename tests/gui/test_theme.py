from __future__ import annotations

import pytest

from assessor_app.gui.theme import DARK, LIGHT, Tokens, contrasting

ON_PANELS = ("text", "secondary", "faint", "accent", "good", "attention", "bad")
WASHED = (("accent", "accent_wash"), ("good", "good_wash"), ("attention", "attention_wash"), ("bad", "bad_wash"))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("strong", [False, True], ids=["usual", "high-contrast"])
def test_every_text_is_readable_on_every_surface(tokens: Tokens, strong: bool) -> None:
    look = contrasting(tokens) if strong else tokens
    least = 7.0 if strong else 4.5
    pairs = [(text, surface) for text in ON_PANELS for surface in ("panel", "window")]
    pairs += [*WASHED, ("text", "accent_wash"), ("on_accent", "accent")]
    poor = {
        pair: round(contrast(getattr(look, pair[0]), getattr(look, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(look, pair[0]), getattr(look, pair[1])) < least
    }
    assert not poor
