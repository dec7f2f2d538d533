"""Whatever stands in a service file, the checker answers with a place and a remedy, and loads nothing."""

import pytest

from madang.city.portal.definitions import Level
from madang.city.portal.definitions.reading import MAX_BYTES
from madang.city.portal.tests.builders_definitions import KOREAN, SERVICE, findings, only_finding, service, spoiled


def test_the_small_service_has_no_findings() -> None:
    assert findings(SERVICE, KOREAN, languages=("en", "ko")) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        ("title: Get a library card", "title: Get: a library card", 4, 11, "a second ': ' stands on this line"),
        ("topics: [culture]", "topics: [culture", 10, 9, "a bracket is open"),
        ("  card: {kind", "\tcard: {kind", 39, 1, "a tab stands in the indentation"),
        ("title: Get a library card", "title: *card", 4, 8, "an alias (*) is used"),
        ("title: Get a library card", "title: @card", 4, 8, "a sign of YAML's own"),
        ("title: Get a library card", "title: !!binary Get", 4, 8, "a tag (binary) is used"),
        ("title: Get a library card", "title: !python/object:os.system x", 4, 8, "a tag"),
        ("title: Get a library card", 'title: "a\\q"', 4, 10, "escape in double quotes"),
        ("title: Get a library card", "title: Get a library card\n---\nid: b", 5, 1, "a second document (---) begins"),
        ("version: 1", "version: 1\nversion: 2", 3, 1, "'version' stands twice"),
        ("version: 1", "version: one", 2, 10, "'version' must be a whole number"),
        ("version: 1", "version:", 2, 9, "'version' must be a whole number"),
        ("status: live", "status: alive", 3, 9, "'status' cannot be 'alive'"),
        ("title: Get a library card", "titel: Get a library card", 4, 1, "knows no 'titel'"),
        ("title: Get a library card", "title: 2026", 4, 8, "'title' must be a text"),
        ("web: true", "web: yes", 12, 17, "'web' must be true or false"),
        ("topics: [culture]", "topics: culture", 10, 9, "'topics' must be a list"),
        ("topics: [culture]", "topics: [culture, culture]", 10, 19, "'culture' stands twice"),
        ("label: Date of birth,", "label: Date, of birth,", 28, 45, "knows no 'of birth'"),
        ("      guardian:", "      Guardian:", 30, 7, "the name 'Guardian' cannot be used"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_at_its_line_and_column(old: str, new: str, line: int, column: int, message: str) -> None:
    found = findings(spoiled(old, new))
    assert found, "nothing was found"
    assert message in found[0].message
    assert (found[0].line, found[0].column, found[0].level) == (line, column, Level.ERROR)
    assert found[0].remedy


def test_a_quote_that_is_not_closed_is_found_where_it_opens() -> None:
    found = only_finding("id: a\ntitle: 'Get a card\nsummary: Borrow\n")
    assert (found.line, found.column, found.message) == (2, 8, "a text in quotes is not closed")


def test_an_unknown_key_is_answered_with_the_key_that_was_meant() -> None:
    found = findings(spoiled("title: Get a library card", "titel: Get a library card"))
    assert [one.remedy for one in found] == ["did you mean title?", "add 'title: '"]


@pytest.mark.parametrize(("encoding", "name"), [("cp949", "CP949"), ("gb18030", "GB18030"), ("utf-16", "UTF-16")])
def test_a_file_in_another_encoding_is_named(encoding: str, name: str) -> None:
    text = KOREAN if encoding != "gb18030" else "title: 办理图书馆借书证的申请\n"
    found = only_finding(text.encode(encoding))
    assert "not UTF-8" in found.message
    assert found.remedy == "save it again with the encoding UTF-8"
    if encoding != "gb18030":  # the two legacy encodings overlap: both readings of Chinese bytes are possible
        assert name in found.message


def test_the_place_of_a_wrong_byte_is_counted_in_characters() -> None:
    found = only_finding("id: a\ntitle: 하늘".encode() + b"\xff" + b"\n")
    assert (found.line, found.column) == (2, 10)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert findings(b"\xef\xbb\xbf" + SERVICE.encode()) == []


def test_an_invisible_control_character_is_found() -> None:
    found = only_finding(spoiled("title: Get", "title: Get\x07"))
    assert "control character" in found.message
    assert (found.line, found.column) == (4, 11)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "- a\n- b\n", "just words\n", "null\n", "42\n"])
def test_a_file_without_keys_is_refused(text: str) -> None:
    assert "holds no keys" in only_finding(text).message


def test_a_scalar_of_a_hundred_megabytes_is_refused_unread() -> None:
    found = only_finding(b"title: " + b"a" * 100_000_000)
    assert f"larger than {MAX_BYTES // 1024} KB" in found.message


def test_a_text_longer_than_allowed_says_by_how_much() -> None:
    found = only_finding(spoiled("title: Get a library card", f"title: {'a' * 121}"))
    assert found.message == "'title' has 121 characters, 120 are allowed"


def test_a_bomb_of_aliases_is_refused_without_unfolding() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    found = only_finding("\n".join(lines))
    assert "aliases" in found.message


def test_an_alias_to_itself_is_refused() -> None:
    assert "aliases" in only_finding("title: &a [*a]").message


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 200_000, "a: " + "{b: " * 50_000, "- " * 100_000 + "x", "? " * 100_000 + "x", "a: " + "[" * 300 + "]" * 300],
    ids=["lists", "maps", "dashes", "question marks", "closed"],
)
def test_a_bottomless_file_is_refused(text: str) -> None:
    assert "nested too deeply" in only_finding(text).message


def test_plain_words_keep_their_meaning() -> None:
    """YAML 1.1 would read no, on and 12:30 as a truth value and a number of minutes."""
    text = spoiled("{adult: For adults, child: For children}", "{no: No, on: 'On', off: 12:30}")
    text = text.replace("answers.kind == 'adult'", "answers.kind == 'no'")
    found = findings(text)
    assert found == []
    options = service(SERVICE, text).form[0].fields[2].options
    assert [(option.id, option.label["en"]) for option in options] == [("no", "No"), ("on", "On"), ("off", "12:30")]
