"""What a service file says must make sense: names, conditions, forms, letters and translations."""

from pathlib import Path

import pytest

from madang.city.portal.definitions import InvalidService, Level, check_folder, compile_text, report_json, report_lines
from madang.city.portal.tests.builders_definitions import KOREAN, SERVICE, findings, only_finding, spoiled

AGE = "years(answers.birth_date, today) < 14"


@pytest.mark.parametrize(
    ("old", "new", "at", "message", "remedy"),
    [
        ("resident.lives_in_city", "resident.lives_in_town", "lives_in_town", "'resident.lives_in_town' is not known", "did you mean resident.lives_in_city?"),
        ("resident.lives_in_city", "residnt.lives_in_city", "residnt", "'residnt' is not known", "did you mean resident?"),
        ("answers.likes_books", "answers.like_books", "like_books", "'answers.like_books' is not known", "did you mean answers.likes_books?"),
        ("answers.kind == 'adult'}", "answers.kind == 'adlt'}", "'adlt'", "'adlt' is no option", "did you mean adult?"),
        ("resident.lives_in_city || ", "resident.age == '5' || ", "resident.age", "a whole number is compared with a text", "compare values of one type"),
        ("resident.lives_in_city || resident.works_in_city", "resident.age", "age,", "gives a whole number, not true or false", "compare it"),
        ("resident.lives_in_city || ", "resident.lives_in_city | ", "| resident", "one | is no operator", "write ||"),
        ("resident.lives_in_city || ", "resident.lives_in_city or ", "or resident", "'or' is no operator", "write &&"),
        ("resident.lives_in_city || resident.works_in_city", "(resident.lives_in_city", "lives_in_city", "a bracket is not closed", "close it"),
        (AGE, "answers.full_name.matches('(')", "'('", "the pattern is wrong", "correct"),
        (AGE, "yeers(answers.birth_date, today) < 14", "yeers", "there is no function yeers()", "did you mean years?"),
        (AGE, "item.thing == 'x'", "thing == 'x'", "'item.thing' is not known", ""),
        (AGE, "has(answers.thing)", "has", "'answers.thing' is not known", ""),
        ("when: answers.kind == 'adult'\n    repeat", "when: answers.items.size() > 1\n    repeat", "items.size", "is asked only here or later", "before"),
        ("  reader: {rule: answers.likes_books, ", "  reader: {rule: answers.likes_books &&\n    answers.like_book, ", "like_book,", "is not known", "likes_books"),
        ("  reader: {rule: answers.likes_books, text: You like books.}", "  reader:\n    text: You like.\n    rule: >-\n      answers.likes_books &&\n      answers.like_book", "like_book\n", "is not known", "likes_books"),
        ("  reader: {rule: answers.likes_books, text: You like books.}", "  reader:\n    text: You like.\n    rule: |-\n      answers.likes_books &&\n      answers.like_book", "like_book\n", "is not known", "likes_books"),
    ],
)  # fmt: skip
def test_a_wrong_condition_is_found_inside_its_text(old: str, new: str, at: str, message: str, remedy: str) -> None:
    text = spoiled(old, new)
    found = only_finding(text)
    assert message in found.message
    assert remedy in found.remedy
    before = text[: text.index(at, text.index(new))]
    assert (found.line, found.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_a_field_may_look_back_only() -> None:
    text = spoiled("label: Your name,", "label: Your name, when: answers.kind == 'adult',")
    assert only_finding(text).message == "'answers.kind' is asked only here or later"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: library-card", "id: library", "the id 'library' is not the file's name"),
        ("{web: true, counter: Any city library}", "{web: false}", "there is no way to this service"),
        ("cost: free", "cost: {amount_minor: 5, fees: {a: {label: A, amount_minor: 3}}}", "there is both 'amount_minor' and 'fees'"),
        ("cost: free", "cost: {note: To be agreed}", "there is neither 'amount_minor' nor 'fees'"),
        ("cost: free", "cost: {fees: {a: {label: A, amount_minor: 3}, b: {label: B, amount_minor: 4}}}", "this fee always holds"),
        ("processing: {days: 3, clock: working}\n", "", "needs 'processing'"),
        ("fill_minutes: 3\n", "", "needs 'fill_minutes'"),
        ("{type: yes_no, label: Do you like books?}", "{type: choice, label: Which?}", "options belong to a choice"),
        ("rule: answers.likes_books, ", "", "there is neither 'rule' nor 'question'"),
        ("rule: answers.likes_books, ", "rule: answers.likes_books, question: Which?, ", "there is both 'rule' and 'question'"),
        ("      kind:", "      birth_day: {type: date, label: Day}\n      full_name2: {type: name, label: Name, min: today}\n      kind:", "cannot be today"),
        ("type: text, label: What?", "type: yes_no, label: What?", "'yes_no' has no 'max'"),
        ("min: today-120y, max: today", "min: today, max: today-120y", "'min' is greater than 'max'"),
        ("min: today-120y", "min: 2026-02-30", "'min' of 'date' cannot be 2026-02-30"),
        ("min: 1, max: 5000", "min: 1, max: 0", "'min' is greater than 'max'"),
        ("{min: 1, max: 2, item: Thing}", "{min: 3, max: 2, item: Thing}", "'min' is greater than 'max'"),
        ("{type: choice, label: Which card?", "{type: text, label: Which card?", "'text' has no options"),
        (", options: {adult: For adults, child: For children}", "", "a choice needs options"),
        ("type: text, label: What?, max: 20", "type: file, label: What?", "a file needs 'files'"),
        ("fact: resident.name", "fact: resident.nam", "the name 'resident.nam' is not known"),
        ("fact: resident.name", "fact: resident.email", "resident.email cannot fill in a field of type 'name'"),
        ("fact: resident.name", "pattern: '['", "the pattern is wrong"),
        ("fact: resident.name", "pattern_text: Nine digits", "'pattern_text' without 'pattern'"),
        ("fact: resident.name", "unit: m", "belong to a number"),
        ("      thing: {type: text", "      in: {type: text", "is a word of the language of conditions"),
        ("      thing: {type: text", "      kind: {type: text", "'kind' stands twice in the form"),
        ("  items:\n", "  kind:\n", "'kind' is also the id of a field"),
        ("{reasons}", "{reason}", "the placeholder {reason} is not known"),
        ("{reasons}", "{documents}", "the placeholder {documents} is not known in this letter"),
        ("{reasons}", "{answers.thing}", "the placeholder {answers.thing} is not known"),
        ("{reasons}", "{reasons", "a { stands alone"),
        ("outputs:", "workflow: {lapse_days: 7, remind_days: 7}\noutputs:", "the reminder (7 days before) would come before"),
        ("questions:\n", "questions:\n  full_name: {type: yes_no, label: Have you a name?}\n", "another type than the question of this id"),
        ("  reader: {rule: answers.likes_books, ", "  likes_books: {question: Do you?, ", "'likes_books' is a question and a condition"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(old: str, new: str, message: str) -> None:
    text = spoiled(old, new)
    found = [one for one in findings(text) if message in one.message]
    assert found, [str(one) for one in findings(text)]
    assert found[0].level is Level.ERROR
    assert found[0].remedy
    with pytest.raises(InvalidService, match=r"library-card\.yaml:\d+:\d+: error"):
        compile_text("library-card", text, languages=["en"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("words: [library, books, borrow, reading]", "words: [library]", "only 1 everyday words"),
        ("fact: resident.name", "pattern: '[A-Z].*'", "nobody learns what the pattern wants"),
        ("cost: free", "cost: {fees: {a: {label: A, amount_minor: 3, when: resident.age > 3}}}", "no fee holds for people"),
        ("channels: {web: true, counter: Any city library}", "channels: {phone: '120'}", "nobody can reach this form"),
        ("      full_name:", "".join(f"      n{i}: {{type: text, label: L{i}}}\n" for i in range(4)) + "      full_name:", "7 questions on one page"),
        ("outputs:", "\n" * 150 + "outputs:", "150 are the measure"),
    ],
)  # fmt: skip
def test_what_is_worth_a_thought_is_a_warning(old: str, new: str, message: str) -> None:
    found = only_finding(spoiled(old, new))
    assert message in found.message
    assert found.level is Level.WARNING


def test_an_unknown_department_is_refused_where_departments_are_known() -> None:
    found = only_finding(SERVICE, authorities=["cultures", "welfare"])
    assert (found.line, found.column, found.remedy) == (8, 12, "did you mean cultures?")
    assert findings(SERVICE, authorities=["culture"]) == []


def test_a_missing_translation_is_a_warning_in_the_translation() -> None:
    found = only_finding(SERVICE, spoiled("      birth_date: 생년월일\n", "", KOREAN), languages=("en", "ko"))
    assert found.level is Level.WARNING
    assert found.file == "library-card.ko.yaml"
    assert found.message == "the text 'form.you.fields.birth_date.label' is missing in 'ko'"
    assert found.line == 13  # beside the fields that are there


def test_a_language_without_a_file_is_one_warning() -> None:
    found = only_finding(SERVICE, KOREAN, languages=("en", "ko", "zh"))
    assert (found.level, found.message) == (Level.WARNING, "no texts in 'zh'")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("birth_date: 생년월일", "birth_dat: 생년월일", "the main file has no 'form.you.fields.birth_dat'"),
        ("adult: 어른용", "adults: 어른용", "the main file has no 'form.you.fields.kind.options.adults'"),
        ("summary:", "notice: 닫음\nsummary:", "the main file has no 'notice'"),
        ("{reasons}", "{이유}", "the placeholder {이유} is not known"),
    ],
)
def test_a_translation_of_nothing_is_refused(old: str, new: str, message: str) -> None:
    found = [one for one in findings(SERVICE, spoiled(old, new, KOREAN)) if one.level is Level.ERROR]
    assert found[0].message.startswith(message)
    assert found[0].file == "library-card.ko.yaml"


def test_structure_in_a_translation_is_refused() -> None:
    found = only_finding(SERVICE, "version: 2\n" + KOREAN)
    assert "knows no 'version'" in found.message


def test_a_folder_is_checked_and_half_a_file_never_loads(tmp_path: Path) -> None:
    (tmp_path / "library-card.yaml").write_text(SERVICE)
    (tmp_path / "library-card.ko.yaml").write_text(KOREAN)
    (tmp_path / "broken.yaml").write_text(spoiled("id: library-card", "id: broken").replace("cost: free", "cost: gratis"))
    (tmp_path / "lost.zh.yaml").write_text("title: 无主\n")
    (tmp_path / "old.yml").write_text(SERVICE)
    (tmp_path / "notes.txt").write_text("not a service")
    report = check_folder(tmp_path, languages=("en", "ko"))
    assert list(report.definitions) == ["library-card"]
    assert report.files == 5
    assert [(one.file, one.line) for one in report.findings] == [("broken.yaml", 13), ("lost.zh.yaml", 1), ("old.yml", 1)]
    assert report.errors == 3
    assert not report.passes()
    lines = list(report_lines(report))
    assert lines[0].startswith("broken.yaml:13:7: error: 'cost' cannot be 'gratis'. It is one of: free")
    assert lines[-1].startswith("5 files, 1 service without errors, 3 errors, 0 warnings")
    assert report_json(report)["errors"] == 3


def test_warnings_count_only_when_strict(tmp_path: Path) -> None:
    (tmp_path / "library-card.yaml").write_text(SERVICE)
    report = check_folder(tmp_path)
    assert report.passes()
    assert not report.passes(strict=True)


def test_a_folder_that_is_empty_or_missing_is_an_error(tmp_path: Path) -> None:
    assert "holds no service files" in check_folder(tmp_path).findings[0].message
    assert "there is no such folder" in check_folder(tmp_path / "nowhere").findings[0].message


def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    for number in range(6):
        text = SERVICE.replace("library-card", f"s{number}").replace("cost: free", "cost: free" if number % 2 else "cost: gratis")
        (tmp_path / f"s{number}.yaml").write_text(text)
    one, two = (check_folder(tmp_path, languages=["en"], processes=count) for count in (1, 2))
    assert one.findings == two.findings
    assert one.definitions == two.definitions
    assert len(one.definitions) == 3
