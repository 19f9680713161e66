"""JSON and YAML bent in structured ways: what is valid, with one thing or a few in it that nobody expects."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

from hypothesis import strategies as st

DEEP = 3_000
RAW_DEEP = '"\\u0000deep"'
"""Stands for a value that is nested so deeply that no Python object of it can be written."""
NASTY: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, -0.0, 1e-320, 0.1,
    math.nan, math.inf, -math.inf, "", " ", "\0", "\ud800", "a\udfff", "\u202e", "\u0300" * 50, "x" * 100_000, "0",
    "-1", "1e999", "null", "true", "2026-13-40T99:99:99Z", "2026-11-20T12:00:00", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00", "2026-11-20", "../../etc/passwd", "<script>", "'; DROP TABLE settings; --", "{}", "[]",
    "S-7K3Q-20F1", "note", "rating:x", "mark:", "/", "S-7K3Q-20F1/note", [], {}, [[]], [None], {"": None},
    {"a": {"b": {}}}, {"__class__": "x"}, {"\ud800": 1}, ["x"] * 1_000, list(range(300)),
    {str(n): n for n in range(300)}, "\0deep",
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in inner for place in _places(child, (*path, key)))]


@st.composite
def bent(draw: st.DrawFn, samples: tuple[Any, ...], most: int = 4) -> Any:
    """A sample with some of its places replaced, taken out, doubled, renamed or swapped with others."""
    root: Any = [copy.deepcopy(draw(st.sampled_from(samples)))]
    for _ in range(draw(st.integers(1, most))):
        places = [place for place in _places(root[0]) if place]
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        holder = root[0]
        for key in way:
            holder = holder[key]
        change = draw(st.sampled_from(("replace", "replace", "replace", "drop", "double", "rename", "swap", "wrap")))
        if change == "drop":
            del holder[last]
        elif change == "double" and isinstance(holder, list):
            holder.insert(last, copy.deepcopy(holder[last]))
        elif change == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from(("", "id", "kind", "\ud800", "__proto__", str(last) + " ")))] = holder.pop(last)
        elif change == "swap":
            other: Any = root[0]
            for key in draw(st.sampled_from(places)):
                other = other[key]
            holder[last] = copy.deepcopy(other)
        elif change == "wrap":
            holder[last] = draw(st.sampled_from(([holder[last]], {"value": holder[last]})))
        else:
            holder[last] = copy.deepcopy(draw(st.sampled_from(NASTY)))
    return root[0]


def as_json(value: Any) -> bytes:
    """What a careless program writes: NaN as it is, lone surrogates as their numbers."""
    return json.dumps(value).replace(RAW_DEEP, "[" * DEEP + "]" * DEEP).encode("ascii")


@st.composite
def json_bytes(draw: st.DrawFn, samples: tuple[Any, ...]) -> bytes:
    """Bent JSON, sometimes with broken bytes, a key given twice, or something that is no JSON at all."""
    data = as_json(draw(bent(samples)))
    kind = draw(st.sampled_from(("as it is",) * 6 + ("cut", "flip", "twice", "noise", "marks")))
    if kind == "cut":
        return data[: draw(st.integers(0, len(data)))]
    if kind == "flip":
        at = draw(st.integers(0, len(data) - 1)) if data else 0
        return data[:at] + bytes([draw(st.integers(0, 255))]) + data[at + 1 :]
    if kind == "twice" and data.startswith(b"{"):
        return b'{"cursor": "twice", "manifest": 5, ' + data[1:]
    if kind == "noise":
        return draw(st.binary(max_size=200))
    if kind == "marks":
        return draw(st.sampled_from((b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b" " * 1000, b"//\n"))) + data
    return data
