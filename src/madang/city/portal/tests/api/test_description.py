"""Schemathesis holds the API against its own description: hundreds of odd requests to each call, no surprise."""

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from madang.city.people.models import Account
from madang.city.people.rules import Role
from madang.city.people.services import create_token
from madang.city.people.tests import builders as people
from madang.city.portal.tests import builders

pytestmark = pytest.mark.slow
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
ENDS = (signals.request_started, signals.request_finished)


@pytest.fixture
def operator(db) -> dict[str, str]:
    """Return the headers of an operator of a city in which there is something to ask for.

    As under Django's own test client, the test's connection outlives the requests.
    """
    builders.service("library-card")
    builders.case()
    admin = people.staff(Role.ADMINISTRATOR, department_code="mayor")
    email = Account.objects.get(pk=people.account_of(admin)).email
    secret = create_token(email=email, scopes=["all"], name="test", now=people.NOW)
    for signal in ENDS:
        signal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {secret}"}
    for signal in ENDS:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_api_does_what_it_describes(case, operator):
    # The city's rules refuse much that has the right shape: a cursor of another list, a move that is not possible now.
    unfair = [positive_data_acceptance]
    if case.meta.is_negative_at(ParameterLocation.HEADER):
        unfair.append(negative_data_rejection)  # what was wrong was the token, and that is set right here
    case.call_and_validate(headers=operator, excluded_checks=unfair)
