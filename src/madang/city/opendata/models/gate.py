"""The disclosure gate: what was found in a version before it may be public, and what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import F

from madang.city.opendata.models.versions import Version


class Disclosure(models.Model):
    """One passing of the gate. A decision is never changed; another one is added.

    findings   [{kind, column, rows, examples masked, certainty, remedy}]
    decision   empty while it waits; else per finding what is done: keep (with reason), drop, coarsen, suppress, and k
    applied    what the measures did: {cells: suppressed primary and complementary, columns dropped, ...}; published too
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="disclosures")
    findings = models.JSONField(default=list)
    decision = models.JSONField(default=dict, blank=True)
    applied = models.JSONField(default=dict, blank=True)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(F("version"), F("id").desc(), name="opendata_disclosure_newest")]

    def __str__(self) -> str:
        return f"gate of {self.version_id}"
