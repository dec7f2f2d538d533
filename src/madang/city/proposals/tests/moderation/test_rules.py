"""Moderation: who may report, decide, object and judge. Pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from madang.city.proposals.rules import moderation as rules
from madang.city.proposals.rules.moderation import Facts, Kind, TextRef, Verdict
from madang.city.proposals.rules.settings import Duty

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MODERATOR, CLERK = frozenset({Duty.MODERATOR}), frozenset({Duty.CLERK})
AUTHOR, REPORTER, FIRST, SECOND = 1, 2, 3, 4
WAITS = Facts(author=AUTHOR, reporters=frozenset({REPORTER}))
HIDDEN = replace(WAITS, verdict=Verdict.HIDE, decided_by=FIRST, decided_at=NOW)
APPEALED = replace(HIDDEN, is_appealed=True)
WORDS = "It names a neighbour and where she lives."


def key(refusal):
    return refusal.key if refusal else None


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("proposal:MD-7K3F-92X", TextRef(Kind.PROPOSAL, "MD-7K3F-92X")),
        ("statement:MD-7K3F-92X.12", TextRef(Kind.STATEMENT, "MD-7K3F-92X.12")),
        ("comment:1f0c5e4e-0000-4000-8000-000000000000", TextRef(Kind.COMMENT, "1f0c5e4e-0000-4000-8000-000000000000")),
        ("case:17", None),
        ("comment:", None),
        ("comment:../../etc", None),
        ("comment", None),
    ],
)
def test_a_reference_names_one_text_or_nothing(text, ref):
    assert rules.text_ref(text) == ref
    assert ref is None or str(ref) == text


@pytest.mark.parametrize(
    ("reason", "note", "is_own", "today", "refusal"),
    [
        ("spam", "", False, 0, None),
        ("rude", "", False, 0, "proposals.no_reason"),
        ("spam", "x" * 1_001, False, 0, "proposals.words_long"),
        ("spam", "", True, 0, "proposals.own_text"),
        ("spam", "", False, 20, "proposals.many_reports"),
    ],
)
def test_a_report_names_one_of_four_reasons(reason, note, is_own, today, refusal):
    assert key(rules.why_not_report(reason, note, is_own=is_own, reported_today=today)) == refusal


@pytest.mark.parametrize(
    ("duties", "account", "refusal"),
    [
        (MODERATOR, FIRST, None),
        (CLERK, FIRST, "proposals.not_your_move"),
        (MODERATOR, AUTHOR, "proposals.own_text"),
    ],
)
def test_only_moderators_bring_texts_of_others_before_themselves(duties, account, refusal):
    assert key(rules.why_not_notice(duties, account, WAITS)) == refusal


@pytest.mark.parametrize(
    ("duties", "account", "facts", "refusal"),
    [
        (MODERATOR, FIRST, WAITS, None),
        (MODERATOR, FIRST, HIDDEN, None),
        (CLERK, FIRST, WAITS, "proposals.not_your_move"),
        (frozenset(), FIRST, WAITS, "proposals.not_your_move"),
        (MODERATOR, AUTHOR, WAITS, "proposals.own_text"),
        (MODERATOR, REPORTER, WAITS, "proposals.own_report"),
        (MODERATOR, FIRST, APPEALED, "proposals.decided_already"),
    ],
)
def test_no_moderator_decides_on_their_own_text_or_report(duties, account, facts, refusal):
    assert key(rules.why_not_decide(duties, account, facts)) == refusal


@pytest.mark.parametrize(
    ("verdict", "reason", "text", "refusal"),
    [
        (Verdict.KEEP, "", "", None),
        (Verdict.HIDE, "private", WORDS, None),
        (Verdict.HIDE, "", WORDS, "proposals.no_reason"),
        (Verdict.HIDE, "private", "No.", "proposals.say_why"),
    ],
)
def test_what_is_hidden_is_hidden_for_a_reason_in_words(verdict, reason, text, refusal):
    assert key(rules.why_not_verdict(verdict, reason, text)) == refusal


@pytest.mark.parametrize(
    ("account", "facts", "now", "refusal"),
    [
        (AUTHOR, HIDDEN, NOW + 30 * DAY, None),
        (AUTHOR, HIDDEN, NOW + 31 * DAY, "proposals.appeal_late"),
        (SECOND, HIDDEN, NOW, "proposals.no_moderated_text"),
        (None, replace(HIDDEN, author=None), NOW, "proposals.no_moderated_text"),
        (AUTHOR, WAITS, NOW, "proposals.not_hidden"),
        (AUTHOR, replace(WAITS, verdict=Verdict.KEEP), NOW, "proposals.not_hidden"),
        (AUTHOR, APPEALED, NOW, "proposals.appealed_already"),
    ],
)
def test_the_author_objects_once_and_within_a_month(account, facts, now, refusal):
    assert key(rules.why_not_appeal(account, facts, now)) == refusal


@pytest.mark.parametrize(
    ("duties", "account", "facts", "refusal"),
    [
        (MODERATOR, SECOND, APPEALED, None),
        (MODERATOR, FIRST, APPEALED, "proposals.another_moderator"),
        (MODERATOR, AUTHOR, APPEALED, "proposals.own_text"),
        (MODERATOR, REPORTER, APPEALED, "proposals.own_report"),
        (CLERK, SECOND, APPEALED, "proposals.not_your_move"),
        (MODERATOR, SECOND, HIDDEN, "proposals.no_appeal_waits"),
        (MODERATOR, SECOND, replace(APPEALED, is_judged=True), "proposals.no_appeal_waits"),
    ],
)
def test_an_objection_is_judged_by_a_different_moderator(duties, account, facts, refusal):
    assert key(rules.why_not_judge(duties, account, facts)) == refusal


def test_a_forgotten_author_is_nobody_who_could_be_partial():
    assert rules.why_not_decide(MODERATOR, FIRST, replace(WAITS, author=None)) is None
