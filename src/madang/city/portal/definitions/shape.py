"""Check the shape of a file against service.schema.json, node by node, so that every finding has its line and column.

The schema is turned once into closures. Of JSON Schema it may use what `_build` knows; a test proves that the `jsonschema`
library agrees on every kind of mistake.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from .cel.checking import did_you_mean
from .findings import Finding
from .reading import PLAIN_TAGS, Document

MAX_DEPTH = 30
SCHEMA = Path(__file__).parent / "service.schema.json"


class Complaints:
    """Collects (node, message, remedy) while a file is walked."""

    def __init__(self) -> None:
        self.found: list[tuple[yaml.Node, str, str]] = []

    def add(self, node: yaml.Node, message: str, remedy: str) -> None:
        """Note one thing that is wrong at a node."""
        self.found.append((node, message, remedy))


# A validator takes the node, the name of its key, and where to complain; it returns the plain value.
Validator = Callable[[yaml.Node, str, Complaints], Any]


def check_shape(document: Document, part: str = "") -> tuple[dict[str, Any], list[Finding]]:
    """Return the plain data of a file and its findings. `part` is "overlay" for a file of translations."""
    complaints = Complaints()
    if problem := _aliases(document.root):
        return {}, [document.error(*problem)]
    value = validator(part)(document.root, "the file", complaints)
    return value, [document.error(*complaint) for complaint in complaints.found]


@functools.cache
def schema() -> dict[str, Any]:
    """Return service.schema.json."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


@functools.cache
def validator(part: str) -> Validator:
    """Return the validator of the whole schema, or of one of its $defs."""
    whole = schema()
    return _build(whole["$defs"][part] if part else whole)


def _aliases(root: yaml.Node) -> tuple[yaml.Node, str, str] | None:
    """Find nodes that stand twice in the tree (anchors and aliases), tags, and depths that no service needs."""
    seen: set[int] = set()
    level: list[yaml.Node] = [root]
    for _ in range(MAX_DEPTH):
        below: list[yaml.Node] = []
        for node in level:
            if node.tag not in PLAIN_TAGS:
                tag = node.tag.removeprefix("tag:yaml.org,2002:")
                return node, f"a tag ({tag}) is used", "delete it; put a text that begins with ! in quotes"
            if isinstance(node, yaml.ScalarNode):
                continue
            if id(node) in seen:
                return node, "an anchor (&) and aliases (*) are used", "write the value out where it is needed"
            seen.add(id(node))
            below += node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
        level = below
    return (level[0], "the file is nested too deeply", "see docs/reference/service-file.md for its shape") if level else None


_INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,18})?([eE][+-]?\d{1,3})?", re.ASCII)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def scalar(node: yaml.Node) -> Any:
    """Return a scalar's value by the rules of YAML 1.2: only true and false are truth values, a day is a text."""
    text = node.value
    if getattr(node, "style", None):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def _build(rule: dict[str, Any]) -> Validator:
    """Turn one schema into a validator."""
    if reference := rule.get("$ref"):
        target = _named(reference.rsplit("/", 1)[1])
        extra = {key: value for key, value in rule.items() if key != "$ref"}
        return _both(target, _build({"type": "string", **extra})) if extra else target
    if options := rule.get("oneOf"):
        return _either(options)
    if "enum" in rule:
        return _enum(rule["enum"])
    return _TYPES[rule["type"]](rule)


@functools.cache
def _named(name: str) -> Validator:
    return _build(schema()["$defs"][name])


def _both(one: Validator, two: Validator) -> Validator:
    def validate(node: yaml.Node, key: str, complaints: Complaints) -> Any:
        before = len(complaints.found)
        value = one(node, key, complaints)
        return two(node, key, complaints) if len(complaints.found) == before else value

    return validate


def _resolved(rule: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in rule:
        rule = schema()["$defs"][rule["$ref"].rsplit("/", 1)[1]]
    return rule


def _either(options: list[dict[str, Any]]) -> Validator:
    """Choose among alternatives by the type of the node: the alternatives of the schema differ in type."""
    by_type = {_resolved(option)["type"]: _build(option) for option in options}
    words = " or ".join(_TYPE_WORDS[name] for name in by_type)

    def validate(node: yaml.Node, key: str, complaints: Complaints) -> Any:
        chosen = by_type.get(_type_of(node))
        if chosen is None and _type_of(node) == "integer":
            chosen = by_type.get("number")
        if chosen is None:
            return complaints.add(node, f"'{key}' must be {words}", _wrong_type_remedy(node, next(iter(by_type))))
        return chosen(node, key, complaints)

    return validate


def _type_of(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "object"
    if isinstance(node, yaml.SequenceNode):
        return "array"
    value = scalar(node)
    return {bool: "boolean", int: "integer", float: "number", str: "string"}.get(type(value), "null")


_TYPE_WORDS = {
    "string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
    "object": "a group of keys", "array": "a list", "null": "empty",
}  # fmt: skip


def _wrong_type_remedy(node: yaml.Node, wanted: str) -> str:
    found = _type_of(node)
    if found == "null":
        return "write a value after the colon, or leave the key out"
    if wanted == "string" and isinstance(node, yaml.ScalarNode):
        return f'put it in quotes: "{node.value[:40]}"'
    if wanted in ("integer", "number") and found == "string":
        return "write a number in digits, without quotes, separators or unit"
    if wanted == "boolean":
        return "write true or false"
    if wanted == "array":
        return "write a list: [a, b], or one line for each that begins with '- '"
    return f"it is {_TYPE_WORDS[found]}; see docs/reference/service-file.md"


def _typed(wanted: str, node: yaml.Node, key: str, complaints: Complaints) -> bool:
    found = _type_of(node)
    if found == wanted or (wanted == "number" and found == "integer"):
        return True
    complaints.add(node, f"'{key}' must be {_TYPE_WORDS[wanted]}", _wrong_type_remedy(node, wanted))
    return False


def _enum(values: list[Any]) -> Validator:
    allowed = frozenset(values)

    def validate(node: yaml.Node, key: str, complaints: Complaints) -> Any:
        value = scalar(node) if isinstance(node, yaml.ScalarNode) else None
        if value not in allowed:
            hint = did_you_mean(str(value), [str(one) for one in values]) if value is not None else ""
            complaints.add(node, f"'{key}' cannot be '{str(value)[:40]}'", hint or f"it is one of: {', '.join(values)}")
        return value

    return validate


def _string(rule: dict[str, Any]) -> Validator:
    low, high = rule.get("minLength", 0), rule.get("maxLength", 1_000_000)
    pattern = re.compile(rule["pattern"]) if "pattern" in rule else None
    allowed = frozenset(rule.get("enum", ()))
    remedy = rule.get("x-remedy", "see docs/reference/service-file.md")

    def validate(node: yaml.Node, key: str, complaints: Complaints) -> Any:
        if not _typed("string", node, key, complaints):
            return None
        text = node.value
        if len(text) > high:
            complaints.add(node, f"'{key}' has {len(text):,} characters, {high:,} are allowed", "shorten it")
        elif len(text) < low or (pattern and not pattern.search(text)):
            complaints.add(node, f"'{key}' cannot be '{text[:60]}'", remedy)
        elif allowed and text not in allowed:
            complaints.add(node, f"'{key}' cannot be '{text[:60]}'", f"it is one of: {', '.join(sorted(allowed))}")
        return text

    return validate


def _number(rule: dict[str, Any]) -> Validator:
    low, high, wanted = rule.get("minimum"), rule.get("maximum"), rule["type"]

    def validate(node: yaml.Node, key: str, complaints: Complaints) -> Any:
        if not _typed(wanted, node, key, complaints):
            return None
        value = scalar(node)
        if (low is not None and value < low) or (high is not None and value > high):
            bounds = f"from {low:,} to {high:,}" if high is not None else f"from {low:,}"
            complaints.add(node, f"'{key}' cannot be {node.value[:40]}", f"write a number {bounds}")
        return value

    return validate


def _boolean(rule: dict[str, Any]) -> Validator:
    def validate(node: yaml.Node, key: str, complaints: Complaints) -> Any:
        return scalar(node) if _typed("boolean", node, key, complaints) else None

    return validate


def _array(rule: dict[str, Any]) -> Validator:
    item = _build(rule["items"])
    low, high, unique = rule.get("minItems", 0), rule.get("maxItems", 1_000), rule.get("uniqueItems", False)

    def validate(node: yaml.Node, key: str, complaints: Complaints) -> Any:
        if not _typed("array", node, key, complaints):
            return []
        if not low <= len(node.value) <= high:
            complaints.add(node, f"'{key}' has {len(node.value)} entries", f"it needs {low} to {high}")
        values = [item(part, key, complaints) for part in node.value]
        for index, value in enumerate(values) if unique else ():
            if value in values[:index] and value is not None:
                complaints.add(node.value[index], f"'{value}' stands twice in '{key}'", "delete one of the two")
        return values

    return validate


def _object(rule: dict[str, Any]) -> Validator:
    properties = {key: _build(value) for key, value in rule.get("properties", {}).items()}
    extra = rule.get("additionalProperties", True)
    others = _build(extra) if isinstance(extra, dict) else None
    names = _resolved(rule["propertyNames"]) if "propertyNames" in rule else None
    pattern, longest = (re.compile(names["pattern"]), names["maxLength"]) if names else (None, 0)
    required, low, high = rule.get("required", ()), rule.get("minProperties", 0), rule.get("maxProperties", 1_000)

    def validate(node: yaml.Node, key: str, complaints: Complaints) -> Any:
        if not _typed("object", node, key, complaints):
            return {}
        found: dict[str, Any] = {}
        for name, key_node, value_node in _entries(node, complaints, found):
            chosen = properties.get(name, others)
            if chosen is None:
                complaints.add(key_node, *_unknown_key(name, key, value_node, list(properties)))
                continue
            if pattern and names and (not pattern.search(name) or len(name) > longest):
                complaints.add(key_node, f"the name '{name[:60]}' cannot be used", names["x-remedy"])
            found[name] = chosen(value_node, name, complaints)
        for name in required:
            if name not in found:
                complaints.add(node, f"{_place(key)} has no '{name}'", f"add '{name}: '")
        if not low <= len(node.value) <= high:
            complaints.add(node, f"{_place(key)} has {len(node.value)} entries", f"it needs {low} to {high}")
        return found

    return validate


def _place(key: str) -> str:
    return key if key == "the file" else f"'{key}'"


def _entries(node: yaml.Node, complaints: Complaints, found: dict[str, Any]) -> Any:
    """Yield name, key node and value node; a key that is no text or stands twice is complained of."""
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            complaints.add(key_node, "a key must be a word", "put a text that holds [ ] or { } in quotes")
        elif key_node.value in found:
            complaints.add(key_node, f"'{key_node.value}' stands twice", "delete one of the two")
        else:
            yield key_node.value, key_node, value_node


def _unknown_key(name: str, key: str, value: yaml.Node, known: list[str]) -> tuple[str, str]:
    message = f"{_place(key)} knows no '{name[:60]}'"
    if hint := did_you_mean(name, known):
        return message, hint
    if isinstance(value, yaml.ScalarNode) and not value.value and not value.style:
        return message, "if it belongs to the text before it, put that text in quotes: inside { } a comma ends a text"
    return message, f"it is one of: {', '.join(known)}"


_TYPES: dict[str, Callable[[dict[str, Any]], Validator]] = {
    "string": _string, "integer": _number, "number": _number, "boolean": _boolean, "array": _array, "object": _object,
}  # fmt: skip
