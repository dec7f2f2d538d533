"""What residents ask for, follow, make of the data, and how often it is used."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from madang.city.opendata.models.catalogue import Dataset, Publisher, listed
from madang.city.opendata.rules.states import Fate


class DatasetRequest(models.Model):
    """Somebody's wish for data, with a public clock; a refusal names its ground and is counted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=4, default="en")
    asker = models.ForeignKey("people.Resident", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=listed(Fate), default=Fate.OPEN.value)
    ground = models.CharField(max_length=40, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    dataset = models.ForeignKey(Dataset, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(F("state"), F("made_at").desc(), name="opendata_request_state")]

    def __str__(self) -> str:
        return self.title


class RequestSupport(models.Model):
    """Somebody who wants the same data."""

    request = models.ForeignKey(DatasetRequest, on_delete=models.CASCADE, related_name="supporters")
    resident = models.ForeignKey("people.Resident", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "resident"], name="opendata_support_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.resident_id}"


class Follower(models.Model):
    """An account that hears of each new version of a data set."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="followers")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dataset", "account"], name="opendata_follow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.account_id}"


class Showcase(models.Model):
    """Something that was made of data: an app, a study, a picture. Shown once an editor has looked."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField()
    url = models.URLField(max_length=1_000)
    language = models.CharField(max_length=4, default="en")
    maker = models.CharField(max_length=200)
    proposer = models.ForeignKey("people.Resident", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    datasets = models.ManyToManyField(Dataset, related_name="showcases")
    state = models.CharField(max_length=10, choices=listed(Fate), default=Fate.OPEN.value)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("made_at").desc(), condition=Q(state="accepted"), name="opendata_showcase_shown")
        ]

    def __str__(self) -> str:
        return self.title


class UsageDay(models.Model):
    """How often a data set was looked at, downloaded and asked on one day; counts only, nobody's address."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="usage")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)
    queries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dataset", "day"], name="opendata_usage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.day}"
