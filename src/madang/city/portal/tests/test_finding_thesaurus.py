"""The thesaurus files load as they are written; a fault is named by file, concept and remedy."""

from pathlib import Path

import pytest

from madang.city.portal import thesaurus


def test_the_citys_own_thesaurus_loads_and_speaks_three_languages() -> None:
    loaded = thesaurus.load()
    assert len(loaded.concepts) >= 300
    assert [concept.name for concept in loaded.concepts if set(concept.everyday) != {"en", "ko", "zh"}] == []
    assert {lang for lang, words in loaded.lexicon.stop_words.items() if words} == {"en", "ko", "zh"}


def test_phrases_that_yaml_would_take_for_something_else_stay_words(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "- concept: lights\n  official: [street lighting]\n  en: [off, no, 24, 1:30]\n", encoding="utf-8"
    )
    assert thesaurus.load(tmp_path).concepts[0].everyday == {"en": ("off", "no", "24", "1:30")}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("- concept: [", "a.yaml: not readable"),
        ("concept: x", "a.yaml: expected a list"),
        ("- official: [x]", "a.yaml: a row has no name"),
        ("- concept: x\n  en: [y]", "concept x: no official wording"),
        ("- concept: x\n  official: [y]\n  fr: [z]", "concept x: unknown key 'fr'"),
        ("- concept: x\n  official: pest control", "concept x: expected a list of phrases"),
        ("- concept: x\n  official: [{a: b}]", "concept x: a phrase must be a text"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, written: str, message: str) -> None:
    (tmp_path / "a.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(thesaurus.ThesaurusFault, match=message):
        thesaurus.load(tmp_path)


def test_a_file_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("- concept: 쥐".encode("euc-kr"))
    with pytest.raises(thesaurus.ThesaurusFault, match="not readable as UTF-8"):
        thesaurus.load(tmp_path)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("- x", "expected the keys"),
        ("stopwords: {}", "unknown key 'stopwords'"),
        ("kinds: {en: [sofa]}", "kinds: en: expected names with lists"),
        ("alike: {en: [sofa]}", "alike: en: expected a list of phrases"),
    ],
)
def test_a_faulty_base_is_refused(tmp_path: Path, written: str, message: str) -> None:
    (tmp_path / "base.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(thesaurus.ThesaurusFault, match=message):
        thesaurus.load(tmp_path)
