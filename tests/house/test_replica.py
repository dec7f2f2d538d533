"""A read replica (DATABASE_REPLICA_URL): figures and exports may come late from there, everything else comes from the primary.

The replica is a second database on the same server, copied before the figures changed, and its user may only read.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from madang.city.kernel.database.embedded import running, url
from tests.house.terminal import terminal
from tests.house.test_serving import surroundings

BEFORE, AFTER = 40, 77
MAKE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from madang.city.kernel import clock
from madang.city.portal.models import ServiceFigures
from madang.city.portal.tests import builders as portal
from madang.city.portal.tests.applying import builders as applying
applying.stall()
ServiceFigures.objects.create(
    service=portal.service("childcare-place"), counted_on=clock.today(clock.now()), received=40, decided=40, in_time=40, drafts_left=0
)
"""
READER = """
CREATE ROLE reader LOGIN;
GRANT pg_read_all_data TO reader;
ALTER ROLE reader SET default_transaction_read_only = on;
"""
ASK = """
import json, re
from django.test import override_settings
override_settings(STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}).enable()
from django.db import connections, transaction
from django.db.utils import InternalError
from madang.city.kernel.database.replica import reading_replica
from madang.city.people.models import Account
from madang.city.people.tests import builders as people
from madang.city.portal.models import Draft, ServiceFigures
from madang.city.portal.queries import performance
received = lambda: ServiceFigures.objects.get().received
haru = people.resident()  # opened after the copy: no replica knows her, nor her session
browser = people.signed_in(haru)
found = {}
page = browser.get("/services/figures")
found["page"] = [page.status_code, "sessionid" in page.cookies, bool(re.search(r">\\s*40\\s*<", page.content.decode()))]
found["csv"] = [line.split(",")[4] for line in browser.get("/services/figures.csv").content.decode().splitlines()[1:]]
with reading_replica("portal"):
    found["asked"] = received()
    with transaction.atomic():
        found["in a transaction"] = received()
    Account.objects.filter(pk=people.account_of(haru)).update(language="ko")
    found["after a write"] = received()
with transaction.atomic(), reading_replica("portal"):
    found["begun in a transaction"] = received()
with reading_replica("places"):
    found["another system"] = received()
found["outside"] = received()
begun = browser.post("/services/market-stall/apply", follow=True)
found["begun"] = [begun.status_code, Draft.objects.count(), "About you" in begun.content.decode()]
try:
    with connections["replica"].cursor() as cursor:
        cursor.execute("UPDATE portal_servicefigures SET received = 1")
    found["replica"] = "was written"
except InternalError as refused:
    found["replica"] = str(refused)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found(settle) -> Iterator[dict]:
    folder = Path(tempfile.mkdtemp(prefix="mdg-"))
    folder.chmod(0o755)
    settle(folder / "server")
    with running(folder / "server", throwaway=True) as place:
        environment = surroundings(
            folder,
            DATABASE_URL=url(place),
            DATABASE_REPLICA_URL=url(place, "lagging").replace("//madang@", "//reader@"),
            DJANGO_SETTINGS_MODULE="madang.city.settings",
            MADANG_ALLOWED_HOSTS="testserver",
        )
        with terminal(environment) as give:
            assert wanted(give(script=MAKE)) == ""
            with psycopg.connect(url(place, "postgres"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE lagging TEMPLATE madang")
                connection.execute(READER)
            with psycopg.connect(url(place)) as connection:
                connection.execute("UPDATE portal_servicefigures SET received = %s", [AFTER])
            exported = folder / "catalogue.ttl"
            wanted(give("export", "services", "--format", "cpsv-ap-ttl", "--output", str(exported)))
            yield json.loads(wanted(give(script=ASK)).splitlines()[-1]) | {"export": exported.read_text()}


def wanted(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_figures_and_exports_are_read_from_the_replica_though_it_lags(found):
    assert str(BEFORE) in found["csv"]
    assert str(AFTER) not in found["csv"]
    assert found["asked"] == BEFORE
    assert "childcare-place" in found["export"]


def test_whoever_signed_in_a_moment_ago_stays_signed_in_on_a_page_of_the_replica(found):
    status, session_was_taken_away, shows_the_old_figure = found["page"]
    assert (status, session_was_taken_away, shows_the_old_figure) == (200, False, True)


@pytest.mark.parametrize("when", ["in a transaction", "after a write", "begun in a transaction", "another system", "outside"])
def test_everything_else_is_read_from_the_primary(found, when):
    assert found[when] == AFTER


def test_who_writes_reads_what_was_written(found):
    assert found["begun"] == [200, 1, True]


def test_a_write_that_strayed_to_the_replica_would_fail(found):
    assert "read-only" in found["replica"]
