"""A query in other letters than meant is found all the same: wrong keyboard, pinyin, traditional characters."""

import pytest

from madang.city.portal.rules import finding
from madang.city.portal.rules.finding import Concept, Entry, Index, Lexicon, Thesaurus

LEXICON = Lexicon(stop_words={"zh": ("怎么",), "en": ("how", "do")}, common={"en": ("tan",)})
CONCEPTS = (Concept("library", ("library",), {"zh": ("图书馆", "借书", "行李"), "ko": ("도서관",)}),)
ENTRIES = (
    Entry(1, "library", {"en": "Library"}),
    Entry(2, "nursery", {"en": "Nursery school places", "ko": "유치원", "zh": "申请幼儿园"}),
    Entry(3, "bin", {"en": "Waste collection", "ko": "쓰레기 수거", "zh": "垃圾清运"}),
    Entry(4, "card", {"en": "Parking permit", "zh": "停車證"}),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return finding.build(ENTRIES, Thesaurus(CONCEPTS, LEXICON))


@pytest.mark.parametrize(
    ("typed", "meant", "expected", "language"),
    [
        ("dbcldnjs", "유치원", "nursery", "ko"),
        ("TMfprl tnrj", "쓰레기 수거", "bin", "ko"),
        ("ehtjrhks", "도서관", "library", "ko"),
        ("ㅣㅑㅠㄱㅁ교", "library", "library", "en"),
        ("ㅔㅁ가ㅑㅜㅎ ㅔㄷ그ㅑㅅ", "parking permit", "card", "en"),
        ("tushuguan", "图书馆", "library", "zh"),
        ("la ji qing yun", "垃圾清运", "bin", "zh"),
        ("túshūguǎn", "图书馆", "library", "zh"),
        ("zenme shenqing youeryuan", "怎么申请幼儿园", "nursery", "zh"),
    ],
)
def test_other_letters_are_read_as_meant(index: Index, typed: str, meant: str, expected: str, language: str) -> None:
    found = index.search(typed, "en")
    assert (found.hits[0].external_id, found.did_you_mean, found.language) == (expected, meant, language)


@pytest.mark.parametrize("query", ["library", "how do", "tan", "유치원", "图书馆", "xian", "qqqq", "ㅋㅋㅋ", "a1 b2", "wx yz"])
def test_what_is_right_or_says_nothing_known_is_left_alone(index: Index, query: str) -> None:
    assert index.search(query, "en").did_you_mean is None


def test_a_character_is_read_in_each_of_its_ways(index: Index) -> None:
    assert index.search("xingli", "zh").did_you_mean == "行李"
    assert index.search("hangli", "zh").did_you_mean == "行李"


@pytest.mark.parametrize(
    ("typed", "expected"), [("圖書館", "library"), ("申請幼兒園", "nursery"), ("停車證", "card"), ("停车证", "card")]
)
def test_traditional_and_simplified_characters_find_each_other(index: Index, typed: str, expected: str) -> None:
    found = index.search(typed, "zh")
    assert (found.hits[0].external_id, found.did_you_mean) == (expected, None)
    assert [hit.external_id for hit in index.suggest(typed, "zh")][:1] == ([expected] if expected != "library" else [])


@pytest.mark.parametrize(
    ("typed", "expected"), [("dbcldn", "nursery"), ("TM", "bin"), ("ㅔㅁ가", "card"), ("ㅔㅁ가ㅑㅜ", "card")]
)
def test_suggestions_come_from_the_other_layout_too(index: Index, typed: str, expected: str) -> None:
    assert [one.external_id for one in index.suggest(typed, "ko")] == [expected]
