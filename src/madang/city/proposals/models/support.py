"""Who supports, follows and checks proposals."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from madang.city.proposals.models.proposals import Proposal


class Support(models.Model):
    """One person's support. Whoever is forgotten leaves the row, so that the count stays true."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supporters", db_index=False)
    resident = models.ForeignKey("people.Resident", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "resident"], name="proposals_support_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["resident", "at"], name="proposals_support_by")]

    def __str__(self) -> str:
        return f"support {self.pk}"


class Follower(models.Model):
    """An account that hears of each move of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="followers", db_index=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "account"], name="proposals_follow_once"),
        ]

    def __str__(self) -> str:
        return f"follower {self.pk}"


class DigestWish(models.Model):
    """An account that gets the weekly digest: of one area and what is below it, of one topic, or of everything."""

    account = models.OneToOneField("people.Account", on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.CharField(max_length=30, blank=True, default="")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"digest of account {self.account_id}"


class Check(models.Model):
    """A resident who was asked whether a proposal is done as promised, and what they said.

    is_lapsed  they said nothing in their days, and somebody else was asked in their place
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="checks", db_index=False)
    round = models.PositiveSmallIntegerField()
    resident = models.ForeignKey("people.Resident", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_done = models.BooleanField(null=True, blank=True)
    is_lapsed = models.BooleanField(default=False)
    text = models.CharField(max_length=1_000, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "round", "resident"], name="proposals_check_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_done__isnull=True) | Q(answered_at__isnull=False, is_done__isnull=False),
                name="proposals_check_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"
