"""The documents of outputs: what a service file may say, and what the checker says of what it may not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.city.portal.definitions import compile_text, from_json, to_json
from madang.city.portal.definitions.checking.documents import SPECIAL
from madang.city.portal.definitions.checking.letters import COMMON
from madang.city.portal.definitions.model import DocumentFact, Retention
from madang.city.portal.tests.builders_definitions import KOREAN, SERVICE, findings, only_finding, spoiled
from madang.city.portal.tests.test_definitions_schema import MANUAL, OVERLAY, WHOLE, accepted, mutated, plain

OUTPUT = "  card: {kind: membership, label: Library card, valid_months: 36}\n"
DOCUMENT = """  card:
    kind: membership
    label: Library card
    valid_months: 36
    document:
      title: Library card
      body: |
        {applicant} may borrow books.

        Until {valid_until}. {reasons}
      facts:
        born: {label: Date of birth, value: "{birth_date}"}
        kind: {label: Card, value: "{answers.kind} card"}
      keep: brief
"""
WITH = spoiled(OUTPUT, DOCUMENT)
KOREAN_OUTPUT = "outputs: {card: 도서관 회원증}\n"
KOREAN_DOCUMENT = """outputs:
  card:
    label: 도서관 회원증
    document:
      title: 회원증
      body: "{applicant} 님은 {valid_until}까지 책을 빌릴 수 있습니다."
      facts: {born: 생년월일, kind: {label: 종류, value: "{answers.kind} 회원증"}}
"""


def test_a_document_has_title_body_table_and_a_time_of_its_own() -> None:
    definition = compile_text("library-card", WITH, languages=["en"])
    document = definition.outputs[0].document
    assert document is not None
    assert (document.title, document.keep, document.language) == ({"en": "Library card"}, Retention.BRIEF, None)
    assert document.facts[0] == DocumentFact(id="born", label={"en": "Date of birth"}, value={"en": "{birth_date}"})
    assert from_json(to_json(definition)) == definition


def test_a_document_is_translated_and_a_bare_placeholder_needs_no_translation() -> None:
    korean = spoiled(KOREAN_OUTPUT, KOREAN_DOCUMENT, KOREAN)
    assert findings(WITH, korean, languages=("en", "ko")) == []


def test_a_value_with_words_in_it_misses_its_translation() -> None:
    korean = spoiled(
        KOREAN_OUTPUT, KOREAN_DOCUMENT.replace('kind: {label: 종류, value: "{answers.kind} 회원증"}', "kind: 종류"), KOREAN
    )
    found = only_finding(WITH, korean, languages=("en", "ko"))
    assert found.message == "the text 'outputs.card.document.facts.kind.value' is missing in 'ko'"


@pytest.mark.parametrize(
    ("old", "new", "at", "message", "remedy"),
    [
        ("{reasons}", "{reason}", "{reason}", "the placeholder {reason} is not known in this document", "did you mean reasons?"),
        ("{birth_date}", "{due_date}", "{due_date}", "the placeholder {due_date} is not known in this document", ""),
        ("{answers.kind}", "{answers.thing}", "{answers.thing}", "the placeholder {answers.thing} is not known", ""),
        ("Until {valid_until}", "Until { valid", "{ valid", "a { stands alone", "write it twice"),
        ("title: Library card\n      body", 'title: "Card of {applicant}"\n      body', "{applicant}\"", "'title' has no placeholders", "write words"),
        ("label: Card,", 'label: "Card {service}",', "{service}", "'label' has no placeholders", "write words"),
        ("    valid_months: 36\n", "", "{valid_until}", "{valid_until} has no day", "add it, or delete the placeholder"),
    ],
)  # fmt: skip
def test_a_wrong_text_of_a_document_is_found_where_it_stands(old: str, new: str, at: str, message: str, remedy: str) -> None:
    text = spoiled(old, new, WITH)
    found = only_finding(text)
    assert message in found.message
    assert remedy in found.remedy
    before = text[: text.index(at, text.index("    document:"))]
    assert (found.line, found.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("kimd", "the form has no field 'kimd'"),
        ("full_name", "'full_name' is no choice among languages"),
        ("kind", "'kind' is no choice among languages"),
        ("thing", "the form has no field 'thing'"),
    ],
)
def test_the_language_of_a_document_is_a_choice_among_languages(value: str, message: str) -> None:
    text = spoiled("      keep: brief\n", f"      language: {value}\n", WITH)
    found = only_finding(text)
    assert message in found.message
    line = next(number for number, one in enumerate(text.split("\n"), 1) if one.startswith("      language:"))
    assert found.line == line


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("keep: brief", "keep: a year", "'keep' cannot be 'a year'"),
        ("      title: Library card\n", "", "'document' has no 'title'"),
        ("{label: Card, value:", "{label: Card, valeu:", "'kind' knows no 'valeu'"),
    ],
)
def test_the_shape_of_a_document_is_checked(old: str, new: str, message: str) -> None:
    assert message in [one.message for one in findings(spoiled(old, new, WITH))]


@settings(max_examples=150)
@given(st.data())
def test_the_checker_and_jsonschema_agree_on_any_change_to_a_document(data: st.DataObject) -> None:
    main = plain(WITH)
    changed = main | {"outputs": mutated(main["outputs"], data.draw)}
    assert accepted(changed) == WHOLE.is_valid(changed), [error.message for error in WHOLE.iter_errors(changed)][:2]
    texts = plain(KOREAN_DOCUMENT, "overlay")
    changed = {"outputs": mutated(texts["outputs"], data.draw)}
    told = [error.message for error in OVERLAY.iter_errors(changed)][:2]
    assert accepted(changed, "overlay") == OVERLAY.is_valid(changed), told


def test_a_korean_placeholder_that_does_not_exist_is_found_in_the_korean_file() -> None:
    korean = spoiled(KOREAN_OUTPUT, KOREAN_DOCUMENT.replace("{valid_until}", "{언제}"), KOREAN)
    found = only_finding(WITH, korean, languages=("en", "ko"))
    assert found.file.endswith(".ko.yaml")
    assert "{언제}" in found.message


def test_a_service_without_a_form_cannot_issue_a_document() -> None:
    start, end = SERVICE.index("form:\n"), SERVICE.index("outputs:\n")
    text = spoiled("channels: {web: true, counter: Any city library}", "channels: {counter: Any city library}", WITH)
    start, end = text.index("form:\n"), text.index("outputs:\n")
    told = [one.message for one in findings(text[:start] + text[end:])]
    assert "a service without a form has no case to issue" in told


def test_every_placeholder_and_key_of_a_document_stands_in_the_manual() -> None:
    part = MANUAL[MANUAL.index("## Documents") :].split("\n## ")[0]
    missing = [name for name in SPECIAL if f"`{{{name}}}`" not in part]
    missing += [key for key in ("title", "body", "facts", "language", "keep") if f"`{key}`" not in part]
    assert missing == []
    assert set(COMMON).isdisjoint(SPECIAL)
