"""Channels, back-off, and what may be pushed where."""

from datetime import timedelta

import pytest

from madang.city.notices import rules
from madang.city.notices.rules import Answer, Outcome, State
from madang.city.notices.tests.builders import AUTH, P256DH


@pytest.mark.parametrize(
    ("channel", "wishes", "reached", "wanted"),
    [
        ("inbox", {}, (), True),
        ("inbox", {"inbox": False}, (), True),
        ("email", {}, (), True),
        ("email", {"email": False}, (), False),
        ("sms", {}, (), False),
        ("sms", {"sms": True}, (), True),
        ("webpush", {}, (), False),
        ("webpush", {}, ("webpush",), True),
        ("webpush", {"webpush": False}, ("webpush",), False),
    ],
)
def test_wishes_stand_above_defaults_but_the_inbox_holds_everything(channel, wishes, reached, wanted):
    assert rules.wants(channel, defaults=("inbox", "email"), wishes=wishes, reached=reached) is wanted


def test_tries_wait_longer_and_longer_and_end():
    waits = [rules.after(Answer(Outcome.TRY_AGAIN), tries).wait for tries in range(1, rules.MAX_TRIES)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert rules.after(Answer(Outcome.TRY_AGAIN), rules.MAX_TRIES).state is State.FAILED


@pytest.mark.parametrize(
    ("outcome", "state"), [(Outcome.SENT, State.SENT), (Outcome.GONE, State.DROPPED), (Outcome.REFUSED, State.FAILED)]
)
def test_other_answers_are_final_at_once(outcome, state):
    assert rules.after(Answer(outcome), 1) == rules.Next(state)


def test_after_a_workers_death_only_what_is_recognised_is_repeated():
    assert rules.after_cut_short(1, may_repeat=True).state is State.WAITING
    assert rules.after_cut_short(1, may_repeat=False).state is State.FAILED
    assert rules.after_cut_short(rules.MAX_TRIES, may_repeat=True).state is State.FAILED


def test_a_message_id_is_the_same_for_every_attempt_and_for_nothing_else():
    first = rules.message_id("abc", "email", "", "haneul.example")
    assert first == rules.message_id("abc", "email", "", "haneul.example")
    assert first.startswith("<email.") and first.endswith("@haneul.example>")  # noqa: PT018 - one shape
    assert len({first, rules.message_id("abd", "email", "", "h"), rules.message_id("abc", "webpush", "", "h")}) == 3


@pytest.mark.parametrize("link", ["", "/", "/cases/MD-7K3F-92?x=1#y"])
def test_notices_lead_into_the_site(link):
    assert rules.why_not_link(link) == ""


@pytest.mark.parametrize(
    "link", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "cases", "/a b", "/a\nb"]
)
def test_notices_lead_nowhere_else(link):
    assert "begins with /" in rules.why_not_link(link)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://db5p.notify.windows.com/w/?token=abc",
        "https://web.push.apple.com/abc",
    ],
)
def test_the_push_services_of_browsers_are_known(endpoint):
    assert rules.why_not_subscription(endpoint, P256DH, AUTH) == ""


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/push",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilpush.apple.com@127.0.0.1/",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:99999/x",
        "https://notpush.apple.com.example/",
        "",
        "https://fcm.googleapis.com/" + "x" * 1_000,
    ],
)
def test_the_city_calls_no_other_address(endpoint):
    assert rules.why_not_subscription(endpoint, P256DH, AUTH) == "endpoint"


@pytest.mark.parametrize(("p256dh", "auth"), [("", AUTH), (P256DH, ""), ("x" * 300, AUTH), (P256DH, "§" * 22)])
def test_keys_that_are_none_are_refused(p256dh, auth):
    assert rules.why_not_subscription("https://web.push.apple.com/abc", p256dh, auth) == "keys"
