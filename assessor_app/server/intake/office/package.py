"""An Office file as a package of parts (ECMA-376, part 2): which of them belong to it, and what they are called."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from assessor_app.server.intake.censor import Censor
from assessor_app.server.intake.office import markup

_CONTENT_TYPES = "[Content_Types].xml"


def resolved(relations: str, target: str) -> str:
    """The part that a relations part means by a target."""
    folder = posixpath.dirname(posixpath.dirname(relations))
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))


def relations_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def reached(parts: dict[str, bytes]) -> set[str]:
    """What can be come to from the package's own relations; nothing else is part of the document."""
    found = {_CONTENT_TYPES, "_rels/.rels"} & set(parts)
    left = ["_rels/.rels"]
    while left:
        relations = left.pop()
        for relation in markup.parse(parts[relations]) if parts.get(relations, b"").strip() else ():
            if relation.get("TargetMode") == "External":
                continue
            name = resolved(relations, str(relation.get("Target", "")))
            if name in parts and name not in found:
                found.add(name)
                own = relations_of(name)
                if own in parts:
                    found.add(own)
                    left.append(own)
    return found


def renamed(parts: dict[str, bytes], censor: Censor) -> dict[str, bytes]:
    """The same package, its parts called neutrally where a name is somebody's."""
    names: dict[str, str] = {}
    for number, name in enumerate(parts, start=1):
        if not name.endswith(".rels") and censor.label(name):
            folder, file = posixpath.split(name)
            neutral = "media" if censor.label(folder) else folder
            names[name] = posixpath.join(neutral, f"part{number}{posixpath.splitext(file)[1]}")
            names[relations_of(name)] = relations_of(names[name])
    if not names:
        return parts
    censor.removed["file name"] += len(names)
    fresh = {names.get(name, name): content for name, content in parts.items()}
    for name in [name for name in parts if name.endswith(".rels")]:
        fresh[names.get(name, name)] = _retargeted(name, names, parts[name])
    fresh[_CONTENT_TYPES] = _retyped(names, parts.get(_CONTENT_TYPES, b""))
    return fresh


def _retargeted(relations: str, names: dict[str, str], content: bytes) -> bytes:
    root = markup.parse(content)
    for relation in root:
        if relation.get("TargetMode") != "External":
            target = resolved(relations, str(relation.get("Target", "")))
            if target in names or relations in names:
                relation.set("Target", "/" + names.get(target, target))
    return markup.written(root)


def _retyped(names: dict[str, str], content: bytes) -> bytes:
    root = markup.parse(content)
    for entry in root:
        name = str(entry.get("PartName", "")).lstrip("/")
        if name in names:
            entry.set("PartName", "/" + names[name])
    return markup.written(root)
