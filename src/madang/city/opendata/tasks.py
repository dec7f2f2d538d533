"""Jobs of the Open Data Plaza."""

from typing import Any
from uuid import UUID

from madang.city.kernel import clock
from madang.city.kernel.jobs import job
from madang.city.opendata.services import (
    catalogue,
    correcting,
    downloading,
    harvesting,
    publishing,
    systems,
    uploading,
    usage,
    versions,
)

# Files and versions


@job("opendata.read", retries=3)
def read(version_id: int) -> None:
    """Read the file of a version in a process of its own."""
    uploading.read(version_id=version_id, now=clock.now())


@job("opendata.settle_version")
def settle_version(version_id: int) -> None:
    """After a publication: find what changed, tell followers, keep the version before it small."""
    versions.settle(version_id=version_id, now=clock.now())


@job("opendata.tell_followers")
def tell_followers(version_id: int, after: int = 0) -> None:
    """Tell those who follow a data set of its new version."""
    versions.tell_followers(version_id=version_id, after=after, now=clock.now())


@job("opendata.compare", retries=3)
def compare(before: str, after: str) -> None:
    """Find how two versions differ, for somebody who asked."""
    versions.compare(before=UUID(before), after=UUID(after))


@job("opendata.correct", retries=3)
def correct(dataset_id: int) -> None:
    """Make the next version of the corrections that were taken up."""
    correcting.make_version(dataset_id=dataset_id, now=clock.now())


@job("opendata.release", every="*/10 * * * *")
def release(timestamp: int = 0, **_more: Any) -> None:
    """Publish what waited for the end of an embargo."""
    publishing.release(now=clock.now())


@job("opendata.sweep", every="20 4 * * *")
def sweep(timestamp: int = 0, **_more: Any) -> None:
    """Delete files that nothing names any more."""
    versions.sweep(now=clock.now())


# Harvests


@job("opendata.harvest", retries=3)
def harvest(slug: str, anew: bool = False, is_confirmed: bool = False) -> None:
    """Read another catalogue for some minutes; what is left is a job of its own, so that others get their turn."""
    harvesting.work(slug=slug, anew=anew, is_confirmed=is_confirmed, clock=clock.now)


@job("opendata.harvest_due", every="*/15 * * * *")
def harvest_due(timestamp: int = 0, **_more: Any) -> None:
    """Have every catalogue read whose hours are over."""
    harvesting.ask_for_due(now=clock.now())


# Downloads


@job("opendata.make_workbook", retries=2)
def make_workbook(version_id: str, about: list[list[str]]) -> None:
    """Write a large table as a workbook, for everybody who asks for it after that."""
    downloading.make_workbook_of(version_id=UUID(version_id), about=[(what, words) for what, words in about])


# The catalogue


@job("opendata.publish_systems", every="40 3 * * *")
def publish_systems(timestamp: int = 0, **_more: Any) -> None:
    """Have what the platform's systems offer published, each by a job of its own."""
    systems.publish_later()


@job("opendata.publish_system", retries=3)
def publish_system(slug: str) -> None:
    """Publish one data set of the platform's own systems."""
    systems.publish(slug=slug, now=clock.now())


@job("opendata.refresh_catalogue", every="10 3 * * *")
def refresh_catalogue(timestamp: int = 0, **_more: Any) -> None:
    """Sum up the uses, and count every data set's quality anew: promises break without anybody doing anything."""
    usage.write()
    usage.sum_up(now=clock.now())
    catalogue.refresh_all(now=clock.now())
