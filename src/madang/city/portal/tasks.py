"""Jobs of Citizen Cloud."""

from typing import Any

from madang.city.kernel import clock
from madang.city.kernel.jobs import enqueue, job
from madang.city.people.rules import CITY
from madang.city.portal.services import cases, certificates, drafts, figures, uploads

NIGHTLY = "10 18 * * *"
EVERY_TEN_MINUTES = "*/10 * * * *"


@job("portal.receive")
def receive(reference: str) -> None:
    """Receive a case whose files have been looked at."""
    cases.receive_if_clean(reference=reference, by=CITY, now=clock.now())


@job("portal.wake_cases", every=EVERY_TEN_MINUTES)
def wake_cases(timestamp: int = 0, **_more: Any) -> None:
    """Do what time does with cases: remind, lapse, deem, close, archive, purge."""
    if cases.wake_all(now=clock.now()) == cases.AT_ONCE:
        enqueue("portal.wake_cases", key="portal.wake_cases")


@job("portal.count_figures", every=NIGHTLY)
def count_figures(timestamp: int = 0, **_more: Any) -> None:
    """Count how services did, for the page of figures and the open data."""
    figures.count(now=clock.now())


@job("portal.purge_documents", every="50 3 * * *")
def purge_documents(timestamp: int = 0, **_more: Any) -> None:
    """Delete the certificates that were kept longer, or shorter, than their cases."""
    certificates.purge_kept(now=clock.now())


@job("portal.scan_upload")
def scan_upload(upload_id: int) -> None:
    """Ask the virus scanner about one file; while the scanner cannot be reached, the file waits."""
    uploads.scan_upload(upload_id=upload_id, now=clock.now())


@job("portal.expire_drafts", every="40 3 * * *")
def expire_drafts(timestamp: int = 0, **_more: Any) -> None:
    """Remind of applications that are about to be deleted, delete those whose time is over, and sweep bytes nobody knows."""
    drafts.expire(now=clock.now())
    uploads.sweep(now=clock.now())
