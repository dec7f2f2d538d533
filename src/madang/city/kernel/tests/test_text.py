"""Texts compare, sort and show as a reader of each language expects."""

import subprocess
import sys

import pytest

from madang.city.kernel import text


def test_the_same_word_has_one_form_however_it_was_typed() -> None:
    assert text.normalise("  Caf\u00e9\t\u2019s  BIN ") == "cafe bin"
    assert text.normalise("can\u2019t") == text.normalise("can't") == "cant"
    assert text.normalise("Ｌｉｂｒａｒｙ") == "library"
    assert text.normalise("mum's") == "mum"


def test_what_cannot_be_seen_is_gone() -> None:
    assert text.normalise("bin\x00\x1b[31m\u200bday\ud800") == "bin [31mday"
    assert text.normalise("\u202e \ufeff") == ""


def test_decomposed_hangul_is_the_same_as_composed() -> None:
    assert text.normalise("\u1112\u1161\u11ab\u1100\u116e\u11a8") == "한국"


def test_words_end_where_the_script_changes() -> None:
    assert text.words("HMO등록 신청, 垃圾分类2024!") == ["hmo", "등록", "신청", "垃圾分类", "2024"]
    assert text.words("☃ !!! ") == []


@pytest.mark.parametrize(
    ("given", "n", "expected"), [("도서관", 2, ["도서", "서관"]), ("관", 2, ["관"]), ("", 2, []), ("abc", 3, ["abc"])]
)
def test_ngrams_are_the_overlapping_runs(given: str, n: int, expected: list[str]) -> None:
    assert text.ngrams(given, n) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("쓰레기 bin", "ko"), ("垃圾 bin", "zh"), ("bin", "en"), ("韓國 한국", "ko"), ("🙂 123", "en"), ("", "en")],
)
def test_the_script_tells_the_language(given: str, expected: str) -> None:
    assert text.language_of(given) == expected


@pytest.mark.parametrize(
    "forms",
    [
        ("register", "registers", "registered", "registering", "registration"),
        ("child", "children", "child's"),
        ("pothole", "potholes"),
        ("tip", "tips", "tipped", "tipping"),
        ("bully", "bullies", "bullied", "bullying"),
        ("care", "cares", "caring", "cared"),
        ("collect", "collection", "collected", "collecting"),
        ("marry", "married", "marrying"),
        ("cemetery", "cemeteries"),
        ("homeless", "homelessness"),
        ("childminder", "childminders", "childminding"),
        ("apply", "application", "applied", "applying"),
    ],
)
def test_the_forms_of_an_english_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({text.stem(text.words(form)[0]) for form in forms}) == 1


@pytest.mark.parametrize(
    "others",
    [
        ("car", "care", "carer"),
        ("council", "councillor"),
        ("wed", "wedding"),
        ("bus", "busy"),
        ("plan", "plane"),
        ("new", "news"),
    ],
)
def test_words_that_only_look_alike_stay_apart(others: tuple[str, ...]) -> None:
    assert len({text.stem(word) for word in others}) == len(others)


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("쥐가", "쥐"),
        ("할머니를", "할머니"),
        ("도서관에서", "도서관"),
        ("신청하려면", "신청"),
        ("이사했어요", "이사"),
        ("필요합니다", "필요"),
        ("고가", "고"),
        ("나무", "나무"),
        ("빌리기", "빌리"),
        ("쓰레기", "쓰레기"),
    ],
)
def test_a_korean_word_loses_its_particle_or_ending(word: str, bare: str) -> None:
    assert text.bare_eojeol(word) == bare


def test_a_verb_is_told_from_a_noun_with_a_particle() -> None:
    assert text.is_predicate("잃어버렸어요")
    assert not text.is_predicate("쓰레기를")


@pytest.mark.parametrize("typed", ["ㄷ", "도", "돗", "도서", "도석", "도서고", "도서과", "도서관"])
def test_every_half_typed_syllable_begins_the_word(typed: str) -> None:
    assert text.keystrokes("도서관").startswith(text.keystrokes(typed))


def test_initial_consonants_and_pinyin_abbreviate() -> None:
    assert text.initials("도서관 카드") == "ㄷㅅㄱ ㅋㄷ"
    assert text.pinyin("图书馆") == "tushuguan"
    assert text.pinyin_initials("图书馆") == "tsg"
    assert text.pinyin("HMO 许可") == "HMOxuke"


def test_letters_of_a_half_typed_syllable_stay_the_letters_of_the_keyboard() -> None:
    assert text.normalise("ㄷㅅㄱ") == "ㄷㅅㄱ"


@pytest.mark.parametrize("word", ["유치원", "쓰레기", "닭고기", "과태료", "읽어요", "왜", "ㅋㅋ", "앉아 값 a1"])
def test_keystrokes_make_the_same_word_again(word: str) -> None:
    assert text.syllables(text.keystrokes(word)) == word


def test_the_same_keys_say_something_else_in_the_other_layout() -> None:
    assert text.on_korean_keys("dbcldnjs TMfprl") == "유치원 쓰레기"
    assert text.on_korean_keys("Dkssud 2!") == "안녕 2!"
    assert text.on_latin_keys("ㅣㅑㅠㄱㅁ교 채ㅕㅜ챠ㅣ") == "library council"


def test_traditional_characters_become_simplified_and_nothing_else_changes() -> None:
    assert text.simplified("臺灣圖書館 도서관 library 馆") == "台湾图书馆 도서관 library 馆"


def test_a_character_has_every_reading() -> None:
    assert text.readings("行") >= {"xing", "hang"}
    assert text.readings("a") == frozenset()


def test_korean_sorts_by_the_alphabet_with_its_own_script_first() -> None:
    titles = ["Zoo", "하수도", "가로등", "나무", "24시간 상담", "图书馆"]
    assert sorted(titles, key=lambda title: text.sort_key(title, "ko")) == [
        "24시간 상담",
        "가로등",
        "나무",
        "하수도",
        "Zoo",
        "图书馆",
    ]


def test_chinese_sorts_by_pinyin() -> None:
    assert sorted(["图书馆", "博物馆", "垃圾", "Bus"], key=lambda title: text.sort_key(title, "zh")) == [
        "博物馆",
        "垃圾",
        "图书馆",
        "Bus",
    ]


def test_english_sorts_without_case_accents_and_leading_signs() -> None:
    assert sorted(["zoo", "\u00c9cole", "\u2018Apple\u2019", "eat"], key=lambda title: text.sort_key(title, "en")) == [
        "\u2018Apple\u2019",
        "eat",
        "\u00c9cole",
        "zoo",
    ]


@pytest.mark.parametrize(
    ("title", "letter"), [("\u00e9cole", "E"), ("까치", "ㄱ"), ("도서관", "ㄷ"), ("图书馆", "T"), ("3 steps", "#"), ("", "#")]
)
def test_an_index_has_one_heading_for_each_title(title: str, letter: str) -> None:
    assert text.index_letter(title, "en") == letter


def test_a_missing_language_falls_back_and_says_so() -> None:
    texts = {"en": "Bin", "ko": "쓰레기통", "zh": ""}
    assert text.localised(texts, "ko") == "쓰레기통"
    assert (text.localised({"en": "Bin"}, "zh"), text.language_shown({"en": "Bin"}, "zh")) == ("Bin", "en")
    assert (text.localised({"fr": "Poubelle"}, "zh"), text.language_shown({"fr": "Poubelle"}, "zh")) == ("Poubelle", "fr")
    assert (text.localised({}, "zh"), text.language_shown({}, "zh")) == ("", "zh")


def test_the_citys_language_stands_in_before_english(settings: pytest.FixtureRequest) -> None:
    settings.LANGUAGE_CODE = "ko"
    assert text.localised({"en": "Bin", "ko": "쓰레기통"}, "zh") == "쓰레기통"


def test_importing_the_texts_imports_no_django() -> None:
    check = "import sys, madang.city.kernel.text; sys.exit(any(name == 'django' or name.startswith(('django.', 'pypinyin')) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        text.nonsense  # noqa: B018
