"""Why a text looks like spam: each sign with its points. Pure."""

from datetime import timedelta

import pytest

from madang.city.proposals.rules import spam
from madang.city.proposals.rules.spam import Circumstances, Finding, Sign
from madang.city.proposals.services.moderation.sentences import SIGNS

DAY = timedelta(days=1)
OLD = Circumstances(account_age=30 * DAY)
OPINION = "The crossing by the school needs a longer green light, for grandparents cannot walk that fast."


def signs(text: str, circumstances: Circumstances = OLD) -> dict[str, int]:
    return {one.sign.value: one.points for one in spam.findings(text, circumstances)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (OPINION, {}),
        ("버스정류장에 그늘막을 설치해 주세요.", {}),
        ("希望在公园增设饮水机。", {}),
        ("See https://city.example/plan for the plan.", {"links": 1}),
        ("https://a.example/1 and www.b.example/2", {"links": 2}),
        ("https://a.example https://b.example https://c.example https://d.example", {"links": 4}),
        ("Look: bit.ly/3xYz", {}),
        ("Look: https://bit.ly/3xYz", {"links": 1, "shortened": 2}),
        ("Buy at cheapwatch.shop/now", {"links": 1}),
        ("카지노 바카라 추천", {"advertising": 4}),
        ("카.지.노 추천", {"advertising": 2}),
        ("加微信 代开发票 贷款秒批 刷单", {"advertising": 6}),
        ("代開發票", {"advertising": 2}),
        ("Casino night of the pensioners' club", {"advertising": 2}),
        ("The casinos of Macao", {}),
        ("이런 병신 같은 정책", {"insults": 3}),
        ("你脑残吗，去死", {"insults": 6}),
        ("You asshole", {"insults": 3}),
        ("Scunthorpe council", {}),
        ("연락처 010-1234-5678", {"personal": 4}),
        ("그 사람 주민번호 900101-1234567", {"personal": 4}),
        ("他的身份证 11010519491231002X", {"personal": 4}),
        ("打 13812345678 找他", {"personal": 4}),
        ("write to kim.haru@mail.example", {"personal": 4}),
        ("2026-11-20 and 1,234,567 won and No. 20261120", {}),
        ("대박!!!!!!!!!!!!", {"shouting": 1}),
        ("ㅋㅋㅋㅋ 좋아요!!!", {}),
    ],
)
def test_each_sign_has_its_points(text, found):
    assert signs(text) == found


@pytest.mark.parametrize(
    ("circumstances", "found"),
    [
        (Circumstances(account_age=2 * DAY), {"new": 1}),
        (Circumstances(account_age=3 * DAY), {}),
        (Circumstances(account_age=30 * DAY, last_hour=4), {}),
        (Circumstances(account_age=30 * DAY, last_hour=5), {"speed": 2}),
        (Circumstances(account_age=30 * DAY, last_hour=10), {"speed": 4}),
        (Circumstances(account_age=30 * DAY, own=(OPINION,)), {"own_copy": 4}),
        (Circumstances(account_age=30 * DAY, own=(OPINION, OPINION.upper())), {"own_copy": 6}),
        (Circumstances(account_age=30 * DAY, others=(OPINION,)), {"others_copy": 4}),
        (Circumstances(account_age=30 * DAY, others=(OPINION,) * 9), {"others_copy": 6}),
        (Circumstances(account_age=30 * DAY, own=("Something else altogether about bins in the park by the river.",)), {}),
    ],
)
def test_the_writers_circumstances_count_too(circumstances, found):
    assert signs(OPINION, circumstances) == found


def test_a_link_from_a_new_account_counts_more():
    assert signs("See https://city.example", Circumstances(account_age=DAY)) == {"links": 1, "new": 2}


def test_a_copy_with_a_word_changed_is_a_copy():
    assert spam.copies(OPINION, [OPINION.replace("grandparents", "grandfathers")]) == 1
    assert spam.copies(OPINION, ["The crossing by the school needs a lollipop lady in the morning, for cars do not stop."]) == 0


def test_short_texts_are_no_copies_of_each_other():
    assert spam.copies("I agree!", ["I agree!"]) == 0


def test_most_points_come_first():
    found = spam.findings("casino https://a.example", Circumstances(account_age=30 * DAY))
    assert found == (
        Finding(Sign.ADVERTISING, 2, {"words": "casino", "count": 1}),
        Finding(Sign.LINKS, 1, {"count": 1, "hosts": "a.example"}),
    )


@pytest.mark.parametrize(
    ("text", "circumstances", "held"),
    [
        (OPINION, OLD, False),
        ("이런 병신 같은 정책", OLD, False),
        ("casino slot machine viagra", OLD, True),
        ("카지노 https://bit.ly/1", Circumstances(account_age=DAY), True),
        ("카지노 https://bit.ly/1", OLD, False),
        ("See https://city.example", Circumstances(account_age=DAY), False),
        (OPINION, Circumstances(account_age=DAY, own=(OPINION,), last_hour=1), False),
        (OPINION, Circumstances(account_age=DAY, own=(OPINION,), last_hour=6), True),
    ],
)
def test_a_text_with_six_points_waits(text, circumstances, held):
    assert spam.is_held(spam.findings(text, circumstances)) is held


def test_every_sign_has_a_sentence_that_its_parameters_fill():
    everything = spam.findings(
        "casino 병신 https://bit.ly/1 010-1234-5678 !!!!!!!!!!!! " + OPINION,
        Circumstances(account_age=DAY, last_hour=9, own=("casino 병신 https://bit.ly/1 010-1234-5678 " + OPINION,), others=()),
    ) + spam.findings(OPINION, Circumstances(account_age=30 * DAY, others=(OPINION,)))
    assert {one.sign for one in everything} == set(Sign)
    for one in everything:
        assert str(SIGNS[one.sign]) % one.params
