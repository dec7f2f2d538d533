"""Decide at the gate, once for each passing."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Disclosure, Version
from madang.city.opendata.rules.disclosure import Decision, advised, read_findings, why_not_decide
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services.gate import applying, reading
from madang.city.opendata.services.versions import comparing
from madang.city.people.rules import Actor


@transaction.atomic
def decide(*, version_id: UUID, decision: Decision, by: Actor, now: datetime) -> None:
    """Take a decision on everything that was found, and carry it out: the version's table becomes the one that may be published.

    The same decision a second time is harmless. Raises Refused for another one, for a version that does not wait, for a
    finding without a choice, and where small cells could be worked out all the same.
    """
    version, passing = _locked(version_id)
    findings = read_findings(passing.findings)
    if passing.decided_at is not None:
        if _said(passing) == decision.to_json():
            return
        raise Refused(Refusal("opendata.gate_decided"))
    if version.state != VersionState.AT_GATE or version.table is None:
        raise Refused(Refusal("opendata.gate_not_waiting"))
    if fault := why_not_decide(decision, findings, reading.fields_of(version.table.columns)):
        raise Refused(Refusal(fault.key, {"subject": fault.subject}, status=422))
    applied = applying.plan(version, version.table, findings, decision)
    before = version.table
    version.table = applying.carry_out(version, before, applied, now)
    version.save(update_fields=["table"])
    passing.decision, passing.applied = decision.to_json(), dict(applied.told)
    passing.decided_at, passing.decided_by = now, str(by)
    passing.save()
    if version.table != before:
        comparing.note_change(version_id=version.pk)
    details = {"version": str(version.public_id), "passing": passing.pk, "k": decision.k, "measures": len(decision.choices)}
    journal.note(verb="passed-gate", about=f"dataset:{version.dataset.public_id}", actor=str(by), at=now, details=details)


def settle(*, version_id: UUID, by: Actor, now: datetime, k: int | None = None) -> None:
    """Take the advised decision where nobody has decided: the platform's own data sets pass the gate so.

    Small cells are suppressed, an office's particulars stay, and whatever looks like a person's goes or gets coarser.
    Raises Refused as decide does.
    """
    passing = _newest(version_id)
    if passing is None:
        raise Refused(Refusal("opendata.gate_not_looked"))
    findings = read_findings(passing.findings)
    if passing.decided_at is None and findings:
        decide(version_id=version_id, decision=advised(findings, k or settings.OPENDATA_K), by=by, now=now)


def why_not_publish(version_id: UUID) -> Refusal | None:
    """Return why a version may not leave the gate yet: nobody has looked, or something found is undecided. None: it may."""
    passing = _newest(version_id)
    if passing is None:
        return Refusal("opendata.gate_not_looked")
    return Refusal("opendata.gate_undecided") if passing.findings and passing.decided_at is None else None


def _newest(version_id: UUID) -> Disclosure | None:
    return Disclosure.objects.filter(version__public_id=version_id).order_by("-id").first()


def _said(passing: Disclosure) -> dict[str, object]:
    return Decision.from_json(passing.decision).to_json()


def _locked(version_id: UUID) -> tuple[Version, Disclosure]:
    rows = Version.objects.select_for_update(of=("self",)).select_related("table", "dataset")
    version = rows.filter(public_id=version_id).first()
    if version is None:
        raise Refused(Refusal("opendata.no_such_version", status=404))
    passing = Disclosure.objects.select_for_update().filter(version=version).order_by("-id").first()
    if passing is None:
        raise Refused(Refusal("opendata.gate_not_looked"))
    return version, passing
