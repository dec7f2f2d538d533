"""What every test of the project may use."""

import gc
import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from madang.city.kernel.database import testing

hypothesis.settings.register_profile("untimed", deadline=None)  # how long an example takes is the machine's business
hypothesis.settings.load_profile("untimed")
gc.disable()  # what is read while tests are listed stays: looking for garbage in it would be in vain
DATA = Path(os.environ.get("MADANG_TEST_DATA") or Path(__file__).resolve().parent.parent / "shared" / "data")


# Modules that take long, the longest first: begun first, so that no core waits for the last of them.
LONG = (
    "house/test_access", "house/test_serving", "house/test_faults", "house/test_restarts", "house/test_replica",
    "catalogue/test_export_queries", "protocols/test_ckan_client", "cases/test_pages", "test_delivering", "test_hostile_sql",
    "pages/test_pages", "test_charts", "test_adversarial", "catalogue/test_gold_queries", "test_definitions_schema",
    "catalogue/test_importing_services", "test_eligibility_cel", "people/tests/test_pages", "cases/test_queries",
)  # fmt: skip


def pytest_collection_finish() -> None:
    """Look for garbage from now on, in what comes to be after this, and not at every turn."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def pytest_unconfigure() -> None:
    """Let all go at the end: what stays would be told as a leak."""
    gc.unfreeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first; within that the order stays random."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next((place for place, name in enumerate(LONG) if item.path.as_posix().endswith(f"{name}.py")), len(LONG))


@pytest.fixture(scope="session")
def realdata() -> Callable[[str], Path]:
    """Return a function from a file's name in the folder of real data to its path; skips where it is missing."""

    def find(name: str) -> Path:
        path = DATA / name
        if not path.exists():
            pytest.skip(f"real data missing: {name} (set MADANG_TEST_DATA to the folder that holds it)")
        return path

    return find


@pytest.fixture(autouse=True)
def _plain_static_files(settings: object) -> None:
    """Serve static files by their plain names: the manifest belongs to a built site."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", settings.PASSWORD_HASHERS[-1]]  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Copy the tables instead of making them in each process."""
    if testing.is_own_server():
        with django_db_blocker.unblock():
            testing.make_tables()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Leave the databases to their server, which is thrown away with them."""
    return testing.is_own_server() or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def settle(django_db_blocker: DjangoDbBlocker) -> Callable[[Path], None]:
    """Return what makes an empty data folder that of a city with its tables and nothing else in it."""

    def settled(data_dir: Path) -> None:
        with django_db_blocker.unblock():
            data_dir.mkdir(exist_ok=True)
            testing.copied("settled", testing.settle, data_dir)

    return settled


def _emptied(case: TransactionTestCase) -> None:
    testing.empty_tables()


# Behind tests that commit, Django empties the tables of its own models one after the other and makes all permissions anew.
TransactionTestCase._fixture_teardown = _emptied  # type: ignore[attr-defined]
