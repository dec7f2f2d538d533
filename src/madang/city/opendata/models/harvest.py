"""Other catalogues that are read regularly: where they are, each run, each record's state."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from madang.city.opendata.models.catalogue import Publisher

KINDS = ("ckan", "dcat", "data-json")
RUN_STATES = ("running", "done", "failed", "stopped")


class HarvestSource(models.Model):
    """A catalogue elsewhere. Its address may move; what it is stays its slug."""

    slug = models.SlugField(max_length=60, unique=True)
    titles = models.JSONField(default=dict)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    url = models.CharField(max_length=1_000)
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    every_hours = models.PositiveIntegerField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class HarvestRun(models.Model):
    """One reading of a source; ``place`` is where a run that was stopped goes on."""

    source = models.ForeignKey(HarvestSource, on_delete=models.CASCADE, related_name="runs")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=[(state, state) for state in RUN_STATES], default="running")
    place = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    problem = models.TextField(blank=True, default="")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source"], condition=Q(state="running"), name="opendata_one_run_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.state}"


class HarvestRecord(models.Model):
    """What a source said about one data set: its identity, the fingerprint of its words, when it was last seen."""

    source = models.ForeignKey(HarvestSource, on_delete=models.CASCADE, related_name="records")
    identifier = models.CharField(max_length=500)
    fingerprint = models.CharField(max_length=64)
    dataset = models.ForeignKey("Dataset", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    run = models.ForeignKey(HarvestRun, on_delete=models.CASCADE, related_name="+")
    problem = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "identifier"], name="opendata_record_identity"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(F("source"), F("run"), name="opendata_record_run")]

    def __str__(self) -> str:
        return self.identifier
