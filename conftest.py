"""What every test of the project may use."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

DATA = Path(os.environ.get("MADANG_TEST_DATA") or Path(__file__).resolve().parent.parent / "shared" / "data")


# Modules that take long, the longest first: begun first, so that no core waits for the last of them.
LONG = (
    "house/test_access", "house/test_faults", "house/test_serving", "house/test_restarts", "house/test_replica",
    "catalogue/test_export_queries", "cases/test_pages", "catalogue/test_gold_queries", "test_definitions_schema",
    "catalogue/test_importing_services", "test_eligibility_cel", "people/tests/test_pages", "cases/test_queries",
)  # fmt: skip


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


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the job queue behind tests that commit: Django flushes only the tables of its own models."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE")
