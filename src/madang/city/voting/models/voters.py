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


class LetterRun(models.Model):
    """Letters with codes that are being made, or lie ready for the one officer who ordered them; the row goes with the file.

    key   names the run: a job of an older one stops
    done  how many of ``count`` letters are printed
    """

    vote = models.OneToOneField("voting.Vote", on_delete=models.CASCADE, primary_key=True, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    ordered_by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    is_ready = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"letters of {self.vote_id}"


class NumberCode(models.Model):
    """A code that was sent to a telephone number of a vote's list; the row goes when it is used or its minutes are over."""

    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "digest"], name="voting_number_code_once")
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class UnsentCodes(models.Model):
    """How many people of a vote's list asked for a code on a day that could not be sent; never whose number it was."""

    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "day"], name="voting_unsent_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.day}"


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
    """Tablets of one place at which people vote, opened by a member of staff for one vote and some hours.

    turns  how often somebody took one of them over; never who
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="kiosks")
    place = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    turns = models.PositiveIntegerField(default=0)

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
