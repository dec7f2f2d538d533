"""Who may vote: lists, the people entitled when an official vote opened, the census; places to vote at, and who follows."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class RollEntry(models.Model):
    """One entry of a vote's list: the keyed hash of a telephone number, an e-mail address or a code."""

    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="roll", db_index=False)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "digest"], name="voting_roll_once")
        ]

    def __str__(self) -> str:
        return f"roll:{self.pk}"


class Entitled(models.Model):
    """A resident who was entitled when an official vote opened, with the groups in which turnout is counted."""

    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="+", db_index=False)
    resident_id = models.BigIntegerField()
    area_id = models.BigIntegerField(null=True)
    age_band = models.CharField(max_length=8, blank=True, default="")
    gender = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "resident_id"], name="voting_entitled_once")
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.resident_id}"


class CensusCount(models.Model):
    """How many people of an age and gender live in an area, from a census or a register of residents."""

    area = models.ForeignKey("places.Area", on_delete=models.CASCADE, related_name="+", db_index=False)
    age = models.PositiveSmallIntegerField()
    gender = models.CharField(max_length=20)
    people = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["area", "age", "gender"], name="voting_census_once")
        ]

    def __str__(self) -> str:
        return f"{self.area_id}/{self.age}/{self.gender}"


class Kiosk(models.Model):
    """Tablets of one place at which people vote, opened by a member of staff for one vote and some hours."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="kiosks")
    place = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(opened_at__lt=F("ends_at")), name="voting_kiosk_lasts")
        ]

    def __str__(self) -> str:
        return self.place


class HandOver(models.Model):
    """A code by which one person takes a tablet over once. The row goes when it is used or its minutes are over."""

    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    voter = models.CharField(max_length=40)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class Follower(models.Model):
    """A resident who wants to be told how a vote goes on; telling nothing of whether they vote."""

    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="+", db_index=False)
    resident = models.ForeignKey("people.Resident", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "resident"], name="voting_follower_once")
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.resident_id}"
