"""What makes two proposals similar. Pure."""

from dataclasses import replace

import pytest

from madang.city.proposals import thesaurus
from madang.city.proposals.rules import similar as rules
from madang.city.proposals.rules.life import Part
from madang.city.proposals.rules.similar import Candidate, Reader
from madang.urban.texts import term_id

SHADE = ("버스정류장에 그늘막을 설치해 주세요", "한여름 땡볕 아래에서 버스를 기다리기가 힘듭니다.")
OTHERS = (
    ("도서관을 늦게까지 열어 주세요", "회사가 끝나면 문이 닫혀 있습니다."),
    ("가로등을 고쳐 주세요", "골목이 밤마다 어둡습니다."),
    ("Night bus to the factories", "Late shifts end at one."),
    ("建议增设红绿灯", "学校门口车太快。"),
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    space = rules.space_of(thesaurus.concepts())
    return Reader(space, rules.learn_rarities(space, (SHADE, *OTHERS)))


def score(reader: Reader, one: tuple[str, str], other: tuple[str, str]) -> float:
    first, second = (
        dict(zip(v.ids.tolist(), v.weights.tolist(), strict=True)) for v in (reader.vector(*one), reader.vector(*other))
    )
    return sum(weight * second.get(term, 0) for term, weight in first.items())


def ids(title: str, body: str = "") -> set[int]:
    return set(rules.terms(title, body).ids.tolist())


def test_a_proposal_is_like_itself(reader):
    assert score(reader, SHADE, SHADE) == pytest.approx(1, abs=1e-5)


def test_other_words_for_the_same_wish_are_nearer_than_the_same_words_for_another(reader):
    spoken = ("정류소에 햇빛 피할 곳이 없어요", "위에 가림막이라도 만들어 주세요.")
    assert score(reader, SHADE, spoken) > 2 * max(score(reader, SHADE, other) for other in OTHERS)


def test_a_wish_is_found_in_another_language(reader):
    english = ("Shade at bus stops", "Waiting for the bus in the sun is unbearable. Put up a canopy.")
    chinese = ("公交站加装遮阳棚", "夏天等车太晒了。")
    assert min(score(reader, SHADE, one) for one in (english, chinese)) > max(score(reader, SHADE, other) for other in OTHERS)


def test_particles_and_spacing_do_not_part_korean_words():
    assert ids("그늘막을") == ids("그늘막이") == set(map(term_id, ("그늘", "늘막", "그", "늘", "막")))


def test_traditional_characters_are_simplified_ones():
    assert ids("公園設置寵物活動區") == ids("公园设置宠物活动区")


def test_forms_of_an_english_word_are_one_and_small_words_none():
    assert ids("The benches") == ids("a bench") == {term_id("bench")}


def amounts(title: str, body: str = "") -> dict[int, float]:
    found = rules.terms(title, body)
    return dict(zip(found.ids.tolist(), found.weights.tolist(), strict=True))


def test_a_word_of_the_title_counts_like_one_of_the_text():
    assert amounts("bench", "bench bench") == {term_id("bench"): 3}


def test_a_single_character_counts_less_than_a_pair():
    assert amounts("公园") == pytest.approx({term_id("公园"): 1, term_id("公"): 0.8, term_id("园"): 0.8})
    assert amounts("그늘을") == pytest.approx({term_id("그늘"): 1, term_id("그"): 0.4, term_id("늘"): 0.4})


def test_an_endless_text_is_read_to_a_limit():
    assert term_id("zebra") not in ids("", "word " * 2_000 + "zebra")


def test_no_words_are_like_nothing(reader):
    assert len(reader.vector("!!!", "...")) == 0


def test_a_vector_is_short(reader):
    long_text = " ".join(f"{chr(0xAC00 + number)}{chr(0xB000 + number)}" for number in range(900))
    assert len(reader.vector("제목", long_text)) <= rules.MOST_TERMS + rules.MOST_CONCEPTS


def test_another_language_counts_less_and_what_is_far_is_left_out():
    own, foreign, far = Candidate(1, "ko", 0.5), Candidate(2, "en", 0.6), Candidate(3, "ko", 0.1)
    assert rules.ranked([far, foreign, own], "ko", 5) == [own, replace(foreign, score=0.6 * rules.OTHER_LANGUAGE)]
    assert [one.proposal_id for one in rules.ranked([far, foreign, own], "en", 5)] == [2, 1]
    assert len(rules.ranked([own, foreign], "ko", 1)) == 1


@pytest.mark.parametrize(
    ("made_from", "texts", "same_words", "anew"),
    [
        (0, 49, True, False),
        (0, 50, True, True),
        (1_000, 1_249, True, False),
        (1_000, 1_250, True, True),
        (160_000, 199_999, True, False),
        (160_000, 160_000, False, True),
    ],
)
def test_the_index_is_made_anew_when_a_quarter_has_come_or_the_words_changed(made_from, texts, same_words, anew):
    assert rules.is_made_anew(made_from=made_from, texts=texts, same_words=same_words) is anew


@pytest.mark.parametrize(
    ("parts", "may"),
    [
        ((Part.AUTHOR,), True),
        ((Part.CO_AUTHOR,), True),
        ((Part.MODERATOR,), True),
        ((Part.OFFICER, Part.CLERK), False),
        ((), False),
    ],
)
def test_authors_and_moderators_say_whether_two_wish_the_same(parts, may):
    assert rules.may_decide_same(parts) is may


def test_strangers_suggest_nothing_and_nothing_is_its_own_double():
    assert rules.why_not_suggest_same(is_signed_in_resident=False, is_same_proposal=False).key == "proposals.residents_only"
    assert rules.why_not_suggest_same(is_signed_in_resident=True, is_same_proposal=True).key == "proposals.same_as_itself"
    assert rules.why_not_suggest_same(is_signed_in_resident=True, is_same_proposal=False) is None


def test_every_concept_of_the_thesaurus_has_words_in_three_languages():
    assert len(thesaurus.concepts()) > 500
    for name, phrases in thesaurus.concepts().items():
        scripts = {"ko" if "가" <= one[0] <= "힣" else "zh" if "一" <= one[0] <= "鿿" else "en" for one in phrases}
        assert {"ko", "zh"} <= scripts, name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("concept: dog", "expected a list of rows"),
        ("- en: [dog]", "a row has no name"),
        ("- concept: dog\n  fr: [chien]", "unknown key 'fr'"),
        ("- concept: dog\n  en: dog", "expected lists of words"),
        ("- concept: dog\n  en: []", "expected lists of words"),
        ("- concept: dog\n  en: ['']", "expected lists of words"),
        ("- concept: dog\n  en: [dog]\n- concept: dog\n  ko: [개]", "stands in the thesaurus already"),
        ("- concept: [", "not readable"),
    ],
)
def test_a_faulty_thesaurus_names_file_concept_and_remedy(tmp_path, content, said):
    (tmp_path / "mine.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(thesaurus.ThesaurusFault, match=r"mine\.yaml") as caught:
        thesaurus.concepts(tmp_path)
    assert said in str(caught.value)
