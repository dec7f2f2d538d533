"""When a question depends on another one of the same page in a plain way, the browser can show and hide it too."""

from dataclasses import dataclass

from madang.city.portal.definitions.cel import CelError, CelSyntaxError, compile_expression
from madang.city.portal.definitions.cel.syntax import Call, ListOf, Literal, Logic, Name, Node, Select
from madang.city.portal.definitions.model import Field, FieldType, Step


@dataclass(frozen=True, slots=True)
class ShownWhen:
    """Shown while the field ``field_id`` of the page has one of ``values``."""

    field_id: str
    values: tuple[str, ...]


def shown_when(field: Field, step: Step) -> ShownWhen | None:
    """Return how a browser can tell whether a field is asked; None where only the server can."""
    if field.when is None:
        return None
    try:
        found = _read(compile_expression(field.when).tree, "item" if step.repeat else "answers")
    except (CelError, CelSyntaxError):
        return None
    other = next((one for one in step.fields if found and one.id == found.field_id), None)
    if found is None or other is None or other.type not in (FieldType.YES_NO, FieldType.CHOICE, FieldType.DECLARATION):
        return None
    return found


def _read(node: Node, root: str) -> ShownWhen | None:  # noqa: PLR0911 - one for each pattern
    if isinstance(node, Logic) and node.operator == "||":
        return _either([_read(part, root) for part in node.parts])
    if (name := _own(node, root)) is not None:
        return ShownWhen(name, ("yes", "on"))
    if not isinstance(node, Call) or (name := _own(node.arguments[0], root)) is None:
        return None
    match node.function, node.arguments[1:]:
        case "!", ():
            return ShownWhen(name, ("no",))
        case "==", (Literal(value=str(value)),):
            return ShownWhen(name, (value,))
        case "in", (ListOf(items=items),):
            values = tuple(item.value for item in items if isinstance(item, Literal) and isinstance(item.value, str))
            return ShownWhen(name, values) if len(values) == len(items) else None
    return None


def _own(node: Node, root: str) -> str | None:
    """Return the id of the field that a part of a condition names, if it is one of this page."""
    return node.field if isinstance(node, Select) and isinstance(node.of, Name) and node.of.name == root else None


def _either(parts: list[ShownWhen | None]) -> ShownWhen | None:
    found = [part for part in parts if part is not None]
    if len(found) < len(parts) or len({part.field_id for part in found}) > 1:
        return None
    return ShownWhen(found[0].field_id, tuple(value for part in found for value in part.values))
