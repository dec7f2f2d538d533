"""How moderation goes, as everybody reads it: reports, decisions, time and objections, and no small count."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.proposals.models import ModerationCase, Report
from madang.city.proposals.tests.builders import NOW

pytestmark = pytest.mark.django_db
PAGE = "/ideas/moderation"
LATE = timedelta(days=3)


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)
    cache.clear()


def cases(count, *, reason="", hours=2, **more):
    """Make cases that a moderator decided on after so many hours, each reported once; without a reason they are kept."""
    told = {"why": "reported", "opened_at": NOW - LATE, "decided_at": NOW - LATE + timedelta(hours=hours), "reason": reason}
    told |= {"verdict": "hide" if reason else "keep"}
    made = [ModerationCase(about=f"comment:{uuid4()}", **told | more) for _ in range(count)]
    ModerationCase.objects.bulk_create(made)
    Report.objects.bulk_create(Report(case=one, reason=reason or "spam", at=NOW - LATE) for one in made)


def objected(count, *, was_right, **more):
    cases(count, reason="spam", appealed_at=NOW, judged_at=NOW, was_right=was_right, **more)


def page():
    return re.sub(r"\s+", " ", Client().get(PAGE).content.decode())


def told(label, found):
    """Return what stands in the row of a table."""
    cells = re.search(rf"<th scope=\"row\"[^>]*>{re.escape(label)}</th>(.*?)</tr>", found)[1]
    return re.findall(r"<span>(.*?)</span>", cells)


def test_everybody_reads_reasons_decisions_time_and_objections():
    cases(30)
    cases(20, reason="insult", hours=30)
    objected(12, was_right=True)
    objected(11, was_right=False)
    found = page()
    assert told("Insult or hate", found) == ["20", "20"]
    assert told("Advertising or spam", found) == ["53", "23"]
    assert told("Somebody&#x27;s personal data", found) == ["0", "0"]
    assert (told("Kept", found), told("Hidden, with a reason that its author reads", found)) == (["30"], ["43"])
    assert (told("Decided within a day", found), told("Decided later", found)) == (["53"], ["20"])
    assert (told("Objections made", found), told("Judged by another moderator", found)) == (["23"], ["23"])
    assert told("The objection was right: the text is shown again", found) == ["11"]
    assert re.search(r"Median time to a decision</dt><dd>2(\.0)? <small>hours</small>", found)


def test_a_small_count_is_not_told_nor_what_it_could_be_worked_out_from():
    cases(30)
    cases(20, reason="insult")
    cases(3, reason="private")
    found = page()
    assert told("Somebody&#x27;s personal data", found) == ["too few to show", "too few to show"]
    assert told("Insult or hate", found) == ["too few to show", "too few to show"]  # else all less these are the three
    assert told("Advertising or spam", found) == ["30", "0"]


def test_an_objection_alone_is_not_told():
    cases(30)
    objected(1, was_right=False)
    found = page()
    for label in ("Objections made", "Judged by another moderator", "The objection was right: the text is shown again"):
        assert told(label, found) == ["too few to show"], label


def test_a_city_without_reports_has_the_page_too():
    found = page()
    assert told("Insult or hate", found) == ["0", "0"]
    assert "<svg" not in found.partition("<main")[2].partition("By which rules")[0]


def test_the_page_is_found_from_the_figures_and_from_reports():
    assert f'href="{PAGE}"' in Client().get("/ideas/figures").content.decode()
    assert 'href="/ideas/figures"' in page()


def test_the_page_costs_the_same_however_much_was_reported():
    counted = []
    for _ in range(2):
        cases(12, reason="spam")
        with CaptureQueriesContext(connection) as asked:
            Client().get(PAGE)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 8
