"""One schema says what a service file looks like; the checker, the `jsonschema` library and the manual agree on it."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from madang.city.portal.definitions import compile_text
from madang.city.portal.definitions.cel.functions import FUNCTIONS
from madang.city.portal.definitions.checking.letters import COMMON, SPECIAL
from madang.city.portal.definitions.model import Clock, Deemed, FieldType, Pii, Retention, Status
from madang.city.portal.definitions.reading import Document, read
from madang.city.portal.definitions.shape import check_shape, schema
from madang.city.portal.definitions.vocabulary import LANGUAGES, vocabulary, vocabulary_types
from madang.city.portal.tests.builders_definitions import KOREAN, SERVICE

MANUAL = (Path(__file__).parents[5] / "docs/reference/service-file.md").read_text(encoding="utf-8")
WHOLE = Draft202012Validator(schema())
OVERLAY = Draft202012Validator({"$ref": "#/$defs/overlay", "$defs": schema()["$defs"]})


def plain(text: str, part: str = "") -> dict[str, Any]:
    """Return the data of a file without findings."""
    document = read("a.yaml", text.encode())
    assert isinstance(document, Document)
    data, found = check_shape(document, part)
    assert found == []
    return data


def accepted(data: Any, part: str = "") -> bool:
    """Tell whether our checker takes this data, written as a file."""
    document = read("a.yaml", yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode())
    return isinstance(document, Document) and not check_shape(document, part)[1]


MAIN, TEXTS = plain(SERVICE), plain(KOREAN, "overlay")


def paths(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all values of a tree."""
    found = [at] if at else []
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        found += paths(value, (*at, key))
    return found


WRONG = st.sampled_from(
    [None, True, False, 0, -1, 1.5, 10**13, 10**16, "", " ", "x", "a b", "Ä", "library-card", "x" * 130, "x" * 2001, "line\nline", [], ["x"],
     ["x", "x"], [1], {}, {"x": "y"}, {"label": "x"}, {"label": "x", "amount_minor": 3}, {"X": "y"}, {"title": "x"}, "https://a.example/b",
     "ftp://a", "today-3y", "2026-03-01", "free", "live", 120, {"label": "x", "oddity": 1}, {"subject": "x", "body": "y"},
     {f"k{i}": "y" for i in range(61)}]
)  # fmt: skip


def mutated(data: dict[str, Any], draw: Any) -> dict[str, Any]:
    """Return the data with one to three values replaced, removed or added."""
    changed = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(paths(changed)))
        parent = changed
        for key in path[:-1]:
            parent = parent[key]
        action = draw(st.sampled_from(["replace", "remove", "add", "rename"]))
        if action == "remove":
            del parent[path[-1]]
        elif action == "replace" or not isinstance(parent, dict):
            parent[path[-1]] = copy.deepcopy(draw(WRONG))
        elif action == "add":
            parent[draw(st.sampled_from(["oddity", "min", "hint", "when", "url", "a_b", "A", "9", "x" * 50]))] = copy.deepcopy(
                draw(WRONG)
            )
        else:
            parent[draw(st.sampled_from(["oddity", "web", "label", "B-b"]))] = parent.pop(path[-1])
        if not paths(changed):
            break
    return changed


@settings(max_examples=300)
@given(st.data())
def test_the_checker_and_jsonschema_agree_on_any_change_to_a_service(data: st.DataObject) -> None:
    changed = mutated(MAIN, data.draw)
    assert accepted(changed) == WHOLE.is_valid(changed), [error.message for error in WHOLE.iter_errors(changed)][:2]


@settings(max_examples=200)
@given(st.data())
def test_the_checker_and_jsonschema_agree_on_any_change_to_its_translation(data: st.DataObject) -> None:
    changed = mutated(TEXTS, data.draw)
    assert accepted(changed, "overlay") == OVERLAY.is_valid(changed), [error.message for error in OVERLAY.iter_errors(changed)][
        :2
    ]


def test_the_schema_is_a_schema_and_takes_the_small_service() -> None:
    Draft202012Validator.check_schema(schema())
    assert WHOLE.is_valid(MAIN)
    assert OVERLAY.is_valid(TEXTS)


@pytest.mark.parametrize(
    ("enumeration", "place"),
    [
        (Status, schema()["properties"]["status"]),
        (FieldType, schema()["$defs"]["field"]["properties"]["type"]),
        (Pii, schema()["$defs"]["field"]["properties"]["pii"]),
        (Retention, schema()["properties"]["retention"]),
        (Clock, schema()["properties"]["processing"]["properties"]["clock"]),
        (Deemed, schema()["properties"]["workflow"]["properties"]["deemed"]),
    ],
)
def test_the_words_of_the_model_are_those_of_the_schema(enumeration: Any, place: dict[str, list[str]]) -> None:
    assert {str(one) for one in enumeration} == set(place["enum"])


def test_every_letter_of_the_schema_has_its_placeholders() -> None:
    assert set(SPECIAL) == set(schema()["properties"]["letters"]["properties"])


def test_every_key_and_every_word_of_the_schema_stands_in_the_manual() -> None:
    words = set(schema()["properties"]) | set(schema()["$defs"]["field"]["properties"])
    for key in ("life_events", "topics", "audience"):
        words |= set(schema()["properties"][key]["items"]["enum"])
    words |= (
        set(schema()["$defs"]["field"]["properties"]["type"]["enum"])
        | set(SPECIAL)
        | set(schema()["properties"]["workflow"]["properties"])
    )
    words |= set(schema()["$defs"]["output"]["properties"]["kind"]["enum"]) | {f"{{{name}}}" for name in COMMON}
    missing = [word for word in sorted(words) if not re.search(rf"(?<![a-z_]){re.escape(word)}(?![a-z_])", MANUAL)]
    assert missing == []


def test_every_function_of_the_conditions_stands_in_the_manual() -> None:
    assert [name for name in FUNCTIONS if f"`{name.lstrip('.')}()`" not in MANUAL and name != "dyn"] == []


def test_the_manual_lists_the_vocabulary_as_it_is() -> None:
    rows = dict(re.findall(r"^\| `((?:resident|household)\.\w+)` \| (.*) \|$", MANUAL, re.M))
    for name, fact in vocabulary().items():
        if name == "today":
            continue
        kind = f"choice: {', '.join(fact.options)}" if fact.options else fact.kind
        assert rows.pop(name) == f"{kind} | {'yes' if fact.asked else ''}".strip()
    assert rows == {}


def test_the_small_service_of_the_manual_compiles_with_its_translation() -> None:
    english, korean = re.findall(r"```yaml\n((?:id|title): .*?)```", MANUAL, re.S)[:2]
    definition = compile_text("library-card", english, {"ko": korean})
    assert definition.form[0].fields[3].label["ko"] == "부모 이름"


def test_each_name_of_the_vocabulary_has_its_question_in_every_language() -> None:
    for name, fact in vocabulary().items():
        if name != "today":
            assert set(fact.question) == set(LANGUAGES), name
        for texts in fact.options.values():
            assert set(texts) == set(LANGUAGES), name
        assert vocabulary_types()[name].options == frozenset(fact.options)
