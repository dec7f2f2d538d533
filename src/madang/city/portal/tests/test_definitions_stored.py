"""A definition survives the database, has a checksum, and says what changed since the last version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from madang.city.portal.definitions import check_folder, checksum_of, compile_text, diff, from_json, to_json
from madang.city.portal.definitions.model import Clock, FieldType, Pii, Retention
from madang.city.portal.tests.builders_definitions import KOREAN, SERVICE, service, spoiled

DEMO = Path(__file__).parents[2] / "demo/services"


def test_a_definition_comes_back_from_json_as_it_was() -> None:
    definition = compile_text("library-card", SERVICE, {"ko": KOREAN}, languages=["en", "ko"])
    stored = json.dumps(to_json(definition), sort_keys=True)  # JSONB keeps no order of keys
    assert from_json(json.loads(stored)) == definition


def test_every_demo_service_comes_back_from_json_as_it_was() -> None:
    report = check_folder(DEMO, processes=1)
    assert report.definitions
    for definition in report.definitions.values():
        assert from_json(json.loads(json.dumps(to_json(definition)))) == definition


def test_what_is_no_definition_is_refused() -> None:
    for plain in ({}, {"id": "a"}, {"id": "a", "oddity": 1}, {**to_json(service()), "status": "alive"}):
        with pytest.raises(ValueError, match=r"stored service definition|not a valid Status"):
            from_json(plain)


def test_defaults_and_short_forms_are_filled_in() -> None:
    definition = compile_text("library-card", SERVICE, {"ko": KOREAN}, languages=["en", "ko"])
    full_name, birth_date, kind, _ = definition.form[0].fields
    assert (full_name.type, full_name.required, full_name.pii) == (FieldType.NAME, True, Pii.PERSONAL)
    assert (birth_date.min, birth_date.max) == ("today-120y", "today")
    assert kind.pii is Pii.NONE
    assert kind.label == {"en": "Which card?", "ko": "어떤 회원증입니까?"}
    assert kind.options[1].label == {"en": "For children", "ko": "어린이용"}
    assert definition.form[1].repeat is not None
    assert definition.form[1].repeat.item == {"en": "Thing", "ko": "물건"}
    assert definition.workflow.clock is Clock.WORKING
    assert definition.retention is Retention.STANDARD
    assert definition.cost.fees == ()
    assert definition.channels.counter == {"en": "Any city library", "ko": "모든 시립 도서관"}
    assert definition.eligibility[0].text["ko"] == "여기에 삽니다."
    assert definition.words["ko"] == ("도서관", "책", "대출", "독서")
    assert definition.can_be_applied_for


def test_a_condition_written_as_a_question_asks_it() -> None:
    definition = service("{rule: answers.likes_books, text", "{question: Do you read?, text")
    condition = definition.eligibility[1]
    assert (condition.id, condition.rule) == ("reader", "answers.reader")
    assert [question.id for question in definition.questions] == ["likes_books", "reader"]
    assert definition.questions[1].type is FieldType.YES_NO


def test_the_checksum_is_of_the_content() -> None:
    one, same, other = service(), service(), service("summary: Borrow", "summary: Borrow all")
    assert one.checksum == same.checksum == checksum_of(one)
    assert one.checksum != other.checksum
    assert len(one.checksum) == 64


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", []),
        ("days: 3", "days: 5", ["processing_days: 3 became 5"]),
        ("title: About you", "title: You", ["form.you.title.en: “About you” became “You”"]),
        ("max: 20}", "max: 30}", ["form.items.fields.thing.max: “20” became “30”"]),
        (
            "words: [library, ",
            "words: [",
            ['words.en: ["library", "books", "borrow", "reading"] became ["books", "borrow", "reading"]'],
        ),
        (
            "      kind:",
            "      email: {type: email, label: E-mail}\n      kind:",
            ["form.you.fields.email: added “E-mail”"],
        ),
        ("  reader: {rule: answers.likes_books, text: You like books.}\n", "", ["eligibility.reader: removed “You like books.”"]),
        ("cost: free", "cost: {amount_minor: 500}", ['cost.fees: added [{"id": "fee", "label": {}, "amount_minor": 500}]']),
        (
            "{adult: For adults, child: For children}",
            "{child: For children, adult: For adults}",
            ["form.you.fields.kind.options: moved, the order was adult, child and is child, adult"],
        ),
    ],
)
def test_the_difference_is_said_by_path(old: str, new: str, said: list[str]) -> None:
    changed = compile_text("library-card", spoiled(old, new) if old else SERVICE, languages=["en"])
    assert [str(change) for change in diff(service(), changed)] == said
