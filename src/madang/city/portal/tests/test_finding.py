"""Finding answers everyday words, typing errors and three languages; a small catalogue and thesaurus of its own."""

import pickle
from collections.abc import Sequence

import pytest

from madang.city.portal.rules import finding
from madang.city.portal.rules.finding import Concept, Entry, Filters, Index, Lexicon, Source, Thesaurus

LEXICON = Lexicon(
    stop_words={"en": ("my", "in", "the", "is", "how", "do", "i", "a"), "ko": ("어떻게", "싶어요"), "zh": ("怎么", "了", "我")},
    common={"en": ("house", "wheels")},
    alike={"en": (("rubbish", "trash"),), "ko": (("엄마", "어머니"),)},
    kinds={"en": {"vermin": ("wasp", "ant")}},
)
CONCEPTS = (
    Concept(
        "vermin",
        ("pest control",),
        {"en": ("rats in my garden", "mice", "cockroaches"), "ko": ("쥐", "바퀴벌레"), "zh": ("老鼠", "蟑螂")},
    ),
    Concept("bulky", ("bulky waste",), {"en": ("get rid of a sofa",), "ko": ("소파를 버리고 싶어요",), "zh": ("旧沙发怎么扔",)}),
    Concept("wedding", ("marriage registration",), {"en": ("getting married",), "ko": ("결혼",), "zh": ("结婚",)}),
)
ENTRIES = (
    Entry(
        1,
        "a1",
        {"en": "Pest control"},
        descriptions={"en": "Treatment of houses against vermin."},
        topics=("health",),
        authority="north",
    ),
    Entry(2, "a2", {"en": "Bulky waste collection"}, topics=("waste",), authority="north", is_transactional=True),
    Entry(3, "a3", {"en": "Marriage registration"}, life_events=("getting-married",), authority="south"),
    Entry(
        4,
        "a4",
        {"en": "Library card", "ko": "도서관 회원증", "zh": "图书馆借书证"},
        words={"en": ("borrow books",), "ko": ("책 빌리기",)},
    ),
    Entry(5, "a5", {"en": "Waste calendar"}, topics=("waste",), descriptions={"en": "When the rubbish is collected."}),
    Entry(6, "a6", {"en": "Flytipping"}, topics=("waste",), descriptions={"en": "Report dumped rubbish."}),
    Entry(7, "a7", {"en": "Withdrawn library service"}, status="retired"),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return finding.build(ENTRIES, Thesaurus(CONCEPTS, LEXICON))


def ids(found: finding.Found) -> list[int]:
    return [hit.id for hit in found.hits]


def first(index: Index, query: str, lang: str | None = None) -> str | None:
    hits = index.search(query, lang).hits
    return hits[0].external_id if hits else None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("rats in the garden", "a1"),
        ("a mouse", "a1"),
        ("쥐가 나와요", "a1"),
        ("바퀴벌레를 봤어요", "a1"),
        ("我家有蟑螂了", "a1"),
        ("소파를 버려요", "a2"),
        ("沙发", "a2"),
        ("getting married", "a3"),
        ("결혼하려고 해요", "a3"),
        ("结婚登记", "a3"),
    ],
)
def test_everyday_words_of_any_language_find_a_service_that_is_written_in_english(
    index: Index, query: str, expected: str
) -> None:
    assert first(index, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"), [("도서관 회원증은 어떻게 만들어요", "a4"), ("怎么办借书证", "a4"), ("책을 빌리고 싶어요", "a4")]
)
def test_texts_of_the_service_itself_are_found_in_their_language(index: Index, query: str, expected: str) -> None:
    assert first(index, query) == expected


@pytest.mark.parametrize(
    ("query", "expected", "meant"),
    [
        ("libary card", "a4", "library card"),
        ("pest contorl", "a1", "pest control"),
        ("coackroaches", "a1", "cockroaches"),
        ("bukly wsate", "a2", "bulky waste"),
        ("도서간 회원증", "a4", "도서관 회원증"),
    ],
)
def test_typing_errors_are_forgiven_and_named(index: Index, query: str, expected: str, meant: str) -> None:
    assert first(index, query) == expected
    assert index.search(query).did_you_mean == meant


@pytest.mark.parametrize("query", ["pest control", "wheels", "house", "xq", "쥐", "老鼠", "marriages"])
def test_what_is_spelt_right_is_not_corrected(index: Index, query: str) -> None:
    assert index.search(query).did_you_mean is None


@pytest.mark.parametrize("query", ["fly tipping", "fly-tipping", "flytiping", "fly tiping"])
def test_words_written_apart_or_together_are_the_same(index: Index, query: str) -> None:
    assert first(index, query) == "a6"


def test_a_known_compound_is_split_where_only_its_parts_are_known(index: Index) -> None:
    assert first(index, "pestcontrol") == "a1"


def test_words_alike_stand_in_for_one_another(index: Index) -> None:
    assert set(ids(index.search("trash"))) == {5, 6}


def test_the_particular_finds_what_is_written_about_the_kind_but_not_the_other_way_round(index: Index) -> None:
    assert first(index, "wasp") == "a1"
    wasps = finding.build([Entry(1, "wasps", {"en": "Wasp nests"})], Thesaurus((), LEXICON))
    assert ids(wasps.search("vermin")) == []


def test_words_that_everybody_uses_weigh_less() -> None:
    entries = [Entry(1, "wheels", {"en": "Meals on wheels"}), Entry(2, "skates", {"en": "Skates for hire"})]
    assert ids(finding.build(entries, Thesaurus((), LEXICON)).search("skates wheels")) == [2, 1]


def test_a_title_is_its_own_best_answer(index: Index) -> None:
    assert [first(index, entry.titles["en"]) for entry in ENTRIES[:6]] == [entry.external_id for entry in ENTRIES[:6]]


def test_a_title_counts_for_more_than_a_description() -> None:
    entries = [
        Entry(1, "in-text", {"en": "Town notes"}, descriptions={"en": "About allotments."}),
        Entry(2, "in-title", {"en": "Allotments"}),
    ]
    assert ids(finding.build(entries, Thesaurus()).search("allotment")) == [2, 1]


def test_services_of_a_second_idea_are_not_crowded_out_by_those_of_the_first() -> None:
    concepts = (
        Concept("food", ("food safety",), {"en": ("opening a kitchen",)}),
        Concept("music", ("music venue",), {"en": ("opening kitchen hall",)}),
    )
    subjects = ("advice", "rules", "visits", "fines", "courses", "labels")
    entries = [Entry(at, f"f{at}", {"en": f"Food safety {subject}"}) for at, subject in enumerate(subjects)]
    index = finding.build([*entries, Entry(9, "music", {"en": "Music venue"})], Thesaurus(concepts))
    found = ids(index.search("opening a kitchen"))
    assert (len(found), found[0], found[4]) == (7, 0, 9)


def test_only_live_services_are_found_and_suggested(index: Index) -> None:
    assert 7 not in ids(index.search("withdrawn library service"))
    assert all(line.id != 7 for line in index.suggest("withdrawn"))


def test_of_equal_services_the_one_that_can_be_done_online_comes_first_then_the_title_decides() -> None:
    def order(entries: Sequence[Entry]) -> list[int]:
        return ids(finding.build(entries, Thesaurus()).search("dog"))

    twins = [Entry(1, "b", {"en": "Dog B"}), Entry(2, "a", {"en": "Dog A"})]
    assert order(twins) == [2, 1]
    assert order([*twins, Entry(3, "c", {"en": "Dog C"}, is_transactional=True)]) == [3, 2, 1]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(topic="waste"), {2, 5, 6}),
        (Filters(topic="waste", authority="north"), {2}),
        (Filters(is_transactional=True), {2}),
        (Filters(life_event="getting-married"), set()),
        (Filters(topic="nonsense"), set()),
    ],
)
def test_filters_keep_only_what_has_every_property(index: Index, filters: Filters, expected: set[int]) -> None:
    assert set(ids(index.search("bulky waste rubbish", filters=filters))) == expected


def test_a_life_event_is_found_by_its_name() -> None:
    assert ids(
        finding.build([Entry(1, "x", {"en": "Ceremony rooms"}, life_events=("growing-older",))], Thesaurus()).search(
            "growing older"
        )
    ) == [1]


def test_an_answer_says_what_it_rests_on(index: Index) -> None:
    reasons = {
        query: index.search(query).hits[0].matched_because for query in ("pest control", "borrow books", "rats", "treatment")
    }
    assert reasons["pest control"].source is Source.TITLE
    assert (reasons["borrow books"].source, reasons["borrow books"].phrase) == (Source.WORDS, "borrow books")
    assert (reasons["rats"].source, reasons["rats"].phrase) == (Source.CONCEPT, "rats in my garden")
    assert reasons["treatment"].source is Source.TEXT


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "🙂🗑️",
        "\x00\x1b[2J\u202e",
        "\ud83d",
        "'; DROP TABLE service; --",
        "<script>alert(1)</script>",
        "%_\\*?(",
        "쥐 rats 老鼠 крыса جرذ",
        "ㄱㄱㄱ ㅏㅏ",
        "a" * 10_000,
        "rats " * 2_000,
        "쥐가나와요" * 2_000,
        "老鼠" * 5_000,
    ],
)
def test_nothing_that_can_be_typed_breaks_it(index: Index, query: str) -> None:
    found = index.search(query)
    assert len(found.hits) <= 10
    assert len(index.suggest(query)) <= 8


def test_nothing_asked_and_nothing_known_find_nothing(index: Index) -> None:
    assert [index.search(query).hits for query in ("", "🙂", "zzqqxx", "뷁뷁", "饕餮")] == [()] * 5


def test_an_empty_catalogue_finds_nothing() -> None:
    empty = finding.build([], Thesaurus())
    assert (empty.search("rats").hits, empty.suggest("r")) == ((), [])
    assert finding.build([], Thesaurus(CONCEPTS, LEXICON)).search("rats").hits == ()


def test_the_script_overrules_the_asked_language(index: Index) -> None:
    assert [index.search(query, "en").language for query in ("쥐", "老鼠", "rats")] == ["ko", "zh", "en"]
    assert index.search("HMO", "ko").language == "ko"


def test_limits_are_kept(index: Index) -> None:
    assert len(index.search("waste", limit=1).hits) == 1
    assert index.search("waste", limit=0).hits == ()


def test_a_pickled_index_answers_the_same(index: Index) -> None:
    again = pickle.loads(pickle.dumps(index))
    assert again.search("bukly waste") == index.search("bukly waste")
    assert again.suggest("lib") == index.suggest("lib")


def test_the_order_of_the_entries_changes_nothing(index: Index) -> None:
    turned = finding.build(reversed(ENTRIES), Thesaurus(CONCEPTS, LEXICON))
    assert [turned.search(query) for query in ("waste", "쥐", "libary")] == [
        index.search(query) for query in ("waste", "쥐", "libary")
    ]


def test_a_service_without_a_title_is_refused_by_its_id() -> None:
    with pytest.raises(ValueError, match="service 9 has no title"):
        finding.build([Entry(9, "x", {"en": ""})], Thesaurus())


@pytest.mark.parametrize(
    ("prefix", "lang"),
    [
        ("lib", "en"),
        ("card", "en"),
        ("LIBRARY C", "en"),
        ("도", "ko"),
        ("돗", "ko"),
        ("도서과", "ko"),
        ("ㄷㅅㄱ", "ko"),
        ("회원", "ko"),
        ("图", "zh"),
        ("tushu", "zh"),
        ("tsg", "zh"),
    ],
)
def test_a_suggestion_comes_from_any_beginning_of_a_word(index: Index, prefix: str, lang: str) -> None:
    assert index.suggest(prefix, lang)[0].external_id == "a4"


def test_suggestions_name_a_service_once_and_the_askers_language_first(index: Index) -> None:
    assert [line.text for line in index.suggest("b", "en")] == ["Bulky waste collection", "borrow books"]
    assert [line.text for line in index.suggest("ㄷ", "ko")] == ["도서관 회원증"]
    assert index.suggest("", "en") == []
