"""Keeps the Spanish texts complete: ``python build_spec/translations.py [--check]``.

Without ``--check`` it gathers what the screens say into ``resources/translations/assessor_es.ts``, which Qt Linguist
and any editor open, and compiles the ``.qm`` beside it. With ``--check`` it writes nothing, and fails with a list when
one of them is not up to date or something is not translated.

What is gathered, always with a literal as its text:

* ``self.tr("…")`` and ``cls.tr("…")``; the context is the class around it. PySide6 asks for the object's own class
  first and then for every base in the order of resolution, so what a base class says is found for its subclasses.
* ``QCoreApplication.translate("context", "…")``.
* calls of a helper that does nothing else: ``def _tr(text): return QCoreApplication.translate("context", text)``.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import PySide6
from defusedxml import ElementTree

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (ROOT / "assessor_app" / "gui", ROOT / "assessor_app" / "demo")
LANGUAGE = "es"
TS = ROOT / "resources" / "translations" / f"assessor_{LANGUAGE}.ts"
QM = TS.with_suffix(".qm")
LRELEASE = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
HEAD = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{LANGUAGE}" '
HEAD += 'sourcelanguage="en">\n'
QUOTES = {'"': "&quot;", "'": "&apos;"}


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """What a screen says, and where Qt looks for it."""

    context: str
    source: str


@dataclass(frozen=True, slots=True)
class Translation:
    words: str = ""
    finished: bool = False


Found = dict[Text, set[str]]
"""Each text with the files that say it."""
Known = dict[Text, Translation]


# Gathering.


class Gatherer(ast.NodeVisitor):
    """Reads one module. ``found`` is what it says; ``errors`` what can't be gathered, as «file:line: why»."""

    def __init__(self, file: str) -> None:
        self.found: set[Text] = set()
        self.errors: list[str] = []
        self._file = file
        self._classes: list[str] = []
        self._helpers: list[dict[str, str]] = []
        self._functions = 0

    def visit_Module(self, node: ast.Module) -> None:
        self._in_scope(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if helper_context(node) is None:
            self._in_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._in_function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._functions += 1
        self.generic_visit(node)
        self._functions -= 1

    def visit_Call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr="tr") if self._classes:
                self._take(node, self._classes[-1], node.args)
            case ast.Attribute(attr="tr"):
                self._fail(node, "whose text this is can't be told: call self.tr inside the class that says it")
            case ast.Attribute(value=ast.Name(id=owner), attr="translate") if owner.endswith("Application"):
                self._take_translate(node)
            case ast.Name(id=name) if (context := self._helper(name)) is not None:
                self._take(node, context, node.args)
            case ast.Name(id="tr" | "_tr"):
                self._fail(node, "no helper of this name is defined here that only translates its argument")
        self.generic_visit(node)

    def _in_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._functions += 1
        self._in_scope(node)
        self._functions -= 1

    def _in_scope(self, node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        helpers = {
            child.name: context
            for child in node.body
            if isinstance(child, ast.FunctionDef) and (context := helper_context(child)) is not None
        }
        self._helpers.append(helpers)
        self.generic_visit(node)
        self._helpers.pop()

    def _helper(self, name: str) -> str | None:
        return next((scope[name] for scope in reversed(self._helpers) if name in scope), None)

    def _take_translate(self, node: ast.Call) -> None:
        context = literal(node.args[0]) if node.args else None
        if context is None:
            self._fail(node, "the context is not a literal")
        else:
            self._take(node, context, node.args[1:])

    def _take(self, node: ast.Call, context: str, arguments: Sequence[ast.expr]) -> None:
        source = literal(arguments[0]) if arguments else None
        if not source:
            self._fail(node, "the text is not a literal")
        elif len(arguments) > 1 or node.keywords:
            self._fail(node, "comments and plural forms are not gathered; say it with a text of its own")
        elif not self._functions:
            self._fail(node, "read when the module is imported, before the language is known")
        else:
            self.found.add(Text(context, source))

    def _fail(self, node: ast.Call, why: str) -> None:
        self.errors.append(f"{self._file}:{node.lineno}: {why}")


def helper_context(node: ast.FunctionDef) -> str | None:
    """The context of a function that does nothing but translate its argument; None for every other function."""
    match node.body[-1], node.args.args:
        case (
            ast.Return(
                value=ast.Call(
                    func=ast.Attribute(attr="translate"),
                    args=[ast.Constant(value=str(context)), ast.Name(id=name)],
                    keywords=[],
                )
            ),
            [ast.arg(arg=parameter)],
        ) if name == parameter:
            return context
    return None


def literal(node: ast.expr) -> str | None:
    """The text of a string literal, also of several that stand side by side."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def modules() -> Iterator[Path]:
    for folder in SOURCES:
        yield from sorted(folder.rglob("*.py"))


def gather() -> tuple[Found, list[str]]:
    """Everything that the screens say, and what can't be gathered."""
    found: Found = {}
    errors: list[str] = []
    for module in modules():
        file = module.relative_to(ROOT).as_posix()
        gatherer = Gatherer(file)
        gatherer.visit(ast.parse(module.read_text(encoding="utf-8"), file))
        errors += gatherer.errors
        for text in gatherer.found:
            found.setdefault(text, set()).add(file)
    return found, errors


# The file for translators.


def read(file: Path) -> Known:
    """The translations that a ``.ts`` file has; none when there is no such file."""
    if not file.exists():
        return {}
    known: Known = {}
    for context in ElementTree.parse(file).iterfind("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None:
                text = Text(context.findtext("name") or "", message.findtext("source") or "")
                words = translation.text or ""
                known[text] = Translation(words, bool(words) and "type" not in translation.attrib)
    return known


def merged(found: Found, known: Mapping[Text, Translation]) -> Known:
    """What is said now, with its translations; what nobody says any more is left out.

    A new text starts with what the same words mean elsewhere, as a proposal, so that moving a text loses nothing.
    """
    elsewhere = {text.source: translation.words for text, translation in known.items()}
    return {text: known.get(text) or Translation(elsewhere.get(text.source, "")) for text in sorted(found)}


def written(found: Found, known: Mapping[Text, Translation]) -> str:
    """The ``.ts`` file, laid out as Qt Linguist does, without line numbers."""
    lines: list[str] = []
    context = None
    for text, translation in known.items():
        if text.context != context:
            lines += ["</context>"] if context is not None else []
            lines += ["<context>", f"    <name>{quoted(text.context)}</name>"]
            context = text.context
        places = [f'        <location filename="../../{quoted(file)}"/>' for file in sorted(found[text])]
        mark = "" if translation.finished else ' type="unfinished"'
        lines += ["    <message>", *places, f"        <source>{quoted(text.source)}</source>"]
        lines += [f"        <translation{mark}>{quoted(translation.words)}</translation>", "    </message>"]
    lines += ["</context>"] if context is not None else []
    return HEAD + "\n".join(lines) + "\n</TS>\n"


def quoted(words: str) -> str:
    return escape(words, QUOTES)


def compiled(ts: str) -> bytes:
    """The ``.qm`` file of a ``.ts`` file's content."""
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder) / TS.name, Path(folder) / QM.name
        source.write_text(ts, encoding="utf-8", newline="\n")
        subprocess.run([LRELEASE, "-silent", source, "-qm", result], check=True)
        return result.read_bytes()


# The command.


def check(ts: str, known: Mapping[Text, Translation]) -> list[str]:
    """What is wrong with the files on disk."""
    troubles = [f"not translated: {text.context}: {text.source!r}" for text, t in known.items() if not t.finished]
    if not TS.exists() or TS.read_text(encoding="utf-8") != ts:
        troubles.append(f"not up to date: {TS.relative_to(ROOT).as_posix()}")
    if not QM.exists() or QM.read_bytes() != compiled(ts):
        troubles.append(f"not up to date: {QM.relative_to(ROOT).as_posix()}")
    return troubles


def write(ts: str, known: Mapping[Text, Translation], before: Mapping[Text, Translation]) -> None:
    TS.parent.mkdir(parents=True, exist_ok=True)
    TS.write_text(ts, encoding="utf-8", newline="\n")
    QM.write_bytes(compiled(ts))
    open_ones = sum(not translation.finished for translation in known.values())
    added, removed = known.keys() - before.keys(), before.keys() - known.keys()
    print(f"{len(known)} texts, {len(added)} new, {len(removed)} removed, {open_ones} to be translated.")


def main() -> int:
    parser = argparse.ArgumentParser(description="Gather and compile the translations.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something is to be done")
    options = parser.parse_args()
    found, errors = gather()
    if errors:
        print("\n".join(errors))
        return 1
    before = read(TS)
    known = merged(found, before)
    ts = written(found, known)
    if not options.check:
        write(ts, known, before)
        return 0
    troubles = check(ts, known)
    if troubles:
        print("\n".join([*troubles, "Run `python build_spec/translations.py`, and translate what is unfinished."]))
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
