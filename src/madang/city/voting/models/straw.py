"""Straw votes: who has taken part and what was chosen stand apart, and once the vote is closed nothing joins them.

No row holds a time or a number that counts up. While a vote is open, its keys (with the site's own secret) find a person's
participation and ballot, so that a second vote replaces the first; closing erases them and shuffles the ballots.
"""

import uuid
from typing import ClassVar

from django.db import models


class BallotKeys(models.Model):
    """The two random keys of an open straw vote. The row is deleted when the vote closes."""

    vote = models.OneToOneField("voting.Vote", on_delete=models.CASCADE, primary_key=True, related_name="+")
    of_people = models.BinaryField(max_length=32)
    of_ballots = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"keys of {self.vote_id}"


class Participation(models.Model):
    """Somebody has voted: a keyed hash of who, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "person"], name="voting_one_person_one_vote")
        ]

    def __str__(self) -> str:
        return f"participation {self.pk}"


class Ballot(models.Model):
    """What was chosen.

    key                     a hash under the other key, so that voting again replaces it; None once the vote is closed
    area_id, age_band, gender   the voter's groups, for the tables of the result; erased when it is counted
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey("voting.Vote", on_delete=models.CASCADE, related_name="+")
    key = models.BinaryField(max_length=32, null=True)
    choice = models.JSONField()
    area_id = models.BigIntegerField(null=True)
    age_band = models.CharField(max_length=8, blank=True, default="")
    gender = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "key"], name="voting_one_key_one_ballot")
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"
