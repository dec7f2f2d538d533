"""Jobs of cases: found by name, safe to run twice."""

import pytest

from madang.city.kernel import jobs
from madang.city.portal.models import IssuedDocument, ServiceFigures
from madang.city.portal.tests.builders import CERTIFICATE, DAY, NOW, decided, fresh, issued, service, waiting

pytestmark = pytest.mark.django_db


def test_the_night_does_what_time_does_once(monkeypatch):
    made, _ = waiting(service(lapse_days=21))
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + 22 * DAY)
    for _ in range(2):
        jobs.enqueue("portal.wake_cases")
        jobs.run_pending()
    assert fresh(made).state == "closed"
    assert made.events.filter(verb="lapse").count() == 1
    assert made.letters.filter(kind="lapsed").count() == 1


def test_figures_are_counted_by_a_job(monkeypatch):
    made, _ = decided()
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + DAY)
    for _ in range(2):
        jobs.enqueue("portal.count_figures")
        jobs.run_pending()
    assert ServiceFigures.objects.get(service=made.service).decided == 1


def test_a_certificate_whose_own_time_is_over_is_purged_by_a_job(monkeypatch):
    issued(service(outputs=False, extra=f"{CERTIFICATE}      keep: brief\n"))
    for days, left in ((364, 1), (366, 0)):
        monkeypatch.setattr("madang.city.kernel.clock.now", lambda days=days: NOW + days * DAY)
        jobs.enqueue("portal.purge_documents")
        jobs.run_pending()
        assert IssuedDocument.objects.count() == left
