"""Two people at the same moment, each in a transaction of their own."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from madang.city.kernel.refusals import Refused
from madang.city.portal.models import Case, CaseNote, Letter, Message
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.services import cases
from madang.city.portal.tests.builders import DAY, NOW, applicant, application, fresh, in_review, service

pytestmark = pytest.mark.django_db(transaction=True)


def both(*calls):
    """Run calls at once, each on a connection of its own; return their answers or refusals."""

    def run(call):
        try:
            return call()
        except Refused as problem:
            return problem.refusal.key
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_an_application_sent_twice_at_once_is_one_case():
    sent = application(service())
    first, second = both(*[partial(cases.open_case, application=sent, now=NOW)] * 2)
    assert first == second
    assert Case.objects.count() == 1
    assert Letter.objects.count() == 1


def test_of_two_decisions_at_once_one_holds_and_the_other_is_told():
    made, viewer = in_review()
    told = {"reference": made.reference, "by": viewer, "now": NOW, "revision": made.revision, "reasons": "So it is."}
    decide = [partial(cases.decide, outcome=outcome, **told) for outcome in (Outcome.GRANTED, Outcome.REFUSED)]
    answers = both(*decide)
    assert sorted(str(one) for one in answers) == ["None", "kernel.changed_meanwhile"]
    assert made.decisions.count() == 1
    assert fresh(made).outcome == made.decisions.get().outcome


def test_a_message_sent_twice_at_once_is_one_and_the_same_words_tomorrow_are_another():
    made, viewer = in_review()
    told = {"reference": made.reference, "body": "When?", "by": applicant(made), "as_applicant": True}
    assert both(*[partial(cases.message, now=NOW, **told)] * 2) == [None, None]
    assert Message.objects.count() == 1
    cases.message(reference=made.reference, body="When?", by=viewer, now=NOW)  # the other side may use the same words
    cases.message(now=NOW + DAY, **told)
    assert Message.objects.count() == 3


def test_a_note_left_twice_at_once_is_one():
    made, viewer = in_review()
    both(*[partial(cases.note, reference=made.reference, body="Call first.", by=viewer, now=NOW)] * 2)
    assert CaseNote.objects.count() == 1
