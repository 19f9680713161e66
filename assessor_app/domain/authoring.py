"""The authoring format: a micro-credential as YAML (JSON is YAML too), with errors that name the line.

The format's JSON Schema is :func:`json_schema`; it is published as ``resources/schema/micro-credential.json`` and
described in ``assessor_app/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from assessor_app.domain.microcredential import MicroCredential

MAX_CHARACTERS = 2_000_000
_MERGE = "tag:yaml.org,2002:merge"


@dataclass(frozen=True, slots=True)
class AuthoringProblem:
    """One thing wrong; ``line`` and ``column`` count from 1, ``path`` reads like ``requirements[2].phase``."""

    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f" ({self.path})" if self.path else ""
        return f"line {self.line}, column {self.column}{place}: {self.message}"


class AuthoringError(ValueError):
    """The text is not a micro-credential; ``problems`` says where and why, all of them at once."""

    def __init__(self, problems: list[AuthoringProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def load(text: str) -> MicroCredential:
    """Read one micro-credential. Raises AuthoringError."""
    if len(text) > MAX_CHARACTERS:
        raise AuthoringError([AuthoringProblem(1, 1, "", f"the file is larger than {MAX_CHARACTERS:,} characters")])
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_what_json_has_not(root)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise AuthoringError([AuthoringProblem(line, column, "", error.problem or "not YAML")]) from None
    except (yaml.YAMLError, RecursionError, ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        # The YAML reader lets through what its conversions of tagged values and escapes raise.
        raise AuthoringError([AuthoringProblem(1, 1, "", f"not YAML: {error}")]) from None
    if not isinstance(root, yaml.MappingNode):
        raise AuthoringError([AuthoringProblem(1, 1, "", "expected a mapping with id, version, title …")])
    try:
        return MicroCredential.model_validate(data)
    except ValidationError as error:
        raise AuthoringError([_problem(root, detail) for detail in error.errors()]) from None


def dump(micro_credential: MicroCredential) -> str:
    """Write one micro-credential so that :func:`load` gives it back equal."""
    data = micro_credential.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the authoring format."""
    schema = MicroCredential.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "A micro-credential as its issuer writes it, in YAML or JSON.",
        **schema,
    }


def _refuse_what_json_has_not(node: yaml.Node | None) -> None:
    """Duplicate keys would silently drop what was written first; aliases can blow a small file up."""
    if node is None:
        return
    seen_nodes: set[int] = set()
    stack = [node]
    while stack:
        current = stack.pop()
        if id(current) in seen_nodes:
            raise yaml.MarkedYAMLError(problem="anchors and aliases are not allowed", problem_mark=current.start_mark)
        seen_nodes.add(id(current))
        if isinstance(current, yaml.SequenceNode):
            stack.extend(current.value)
        elif isinstance(current, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in current.value:
                name = str(key.value)
                if key.tag == _MERGE:
                    raise yaml.MarkedYAMLError(problem="merge keys are not allowed", problem_mark=key.start_mark)
                if name in keys:
                    raise yaml.MarkedYAMLError(problem=f"'{name}' is given twice", problem_mark=key.start_mark)
                keys.add(name)
                stack.append(value)


def _problem(root: yaml.Node, detail: Mapping[str, Any]) -> AuthoringProblem:
    location: tuple[int | str, ...] = detail["loc"]
    node = _nearest_node(root, location)
    message = str(detail["msg"]).removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        message = "this field is not known here"
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    return AuthoringProblem(node.start_mark.line + 1, node.start_mark.column + 1, path, message)


def _nearest_node(root: yaml.Node, location: tuple[int | str, ...]) -> yaml.Node:
    """The node at ``location``, or the last one on the way that the text really has."""
    node = root
    for part in location:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == part), None)
            if found is None:
                return node
            node = found
        else:
            return node
    return node
