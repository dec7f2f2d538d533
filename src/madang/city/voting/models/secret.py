"""Secret votes: the registrar, who knows people and no ballots; the box, which knows ballots and no people; the log of the box.

Nothing but the vote stands in both. No row of either holds a time, an address, a session or a number that counts up, and what
waits in the box is written anew, in another order, when it is sealed.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class SecretVote(models.Model):
    """What a secret vote has beside its question. It is open as long as it has keys.

    terms      the vote as it is published, fixed when it opened; with ``entitled`` and ``token_key`` the log's first entry
    origin     name of the log
    token_key  the registrar's public key (SubjectPublicKeyInfo)
    log_key    the log's public key (Ed25519)
    keys       the private keys, encrypted; None once they are destroyed
    file_hash  SHA-256 of the public file, None until it is written
    """

    vote = models.OneToOneField("voting.Vote", on_delete=models.PROTECT, primary_key=True, related_name="secret")
    terms = models.JSONField()
    entitled = models.PositiveIntegerField()
    origin = models.CharField(max_length=300)
    token_key = models.BinaryField(max_length=600)
    log_key = models.BinaryField(max_length=32)
    keys = models.BinaryField(max_length=8_000, null=True)
    file_hash = models.BinaryField(max_length=32, null=True)

    def __str__(self) -> str:
        return f"secret vote {self.vote_id}"


class Issued(models.Model):
    """The registrar's: somebody has got their one token, or came to vote on paper.

    person    a hash of who, under a key that is destroyed when the vote closes
    blinded   SHA-256 of the message that was signed, so that asking again gives the same answer; None if no token was given
    on_paper  whether they came to vote on paper
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey("voting.Vote", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.BinaryField(max_length=32)
    blinded = models.BinaryField(max_length=32, null=True)
    on_paper = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "person"], name="voting_one_person_one_token"),
            models.CheckConstraint(condition=Q(blinded__isnull=False) | Q(on_paper=True), name="voting_issued_for_something"),
        ]

    def __str__(self) -> str:
        return f"issued {self.pk}"


class SecretBallot(models.Model):
    """The box's: one record, byte for byte. All stay; which of them count, the records say.

    leaf       its hash in the log
    serial     and revision: of an electronic ballot's token; None on paper
    batch      and number: where a ballot on paper lies; "" for electronic ones
    overrides  the serial that a ballot on paper stands for, if any
    is_sealed  whether it stands in the log
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey("voting.Vote", on_delete=models.PROTECT, related_name="+", db_index=False)
    leaf = models.BinaryField(max_length=32)
    serial = models.BinaryField(max_length=32, null=True)
    revision = models.PositiveSmallIntegerField(null=True)
    batch = models.CharField(max_length=20, blank=True, default="")
    number = models.PositiveIntegerField(null=True)
    overrides = models.BinaryField(max_length=32, null=True)
    record = models.BinaryField()
    is_sealed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "leaf"], name="voting_one_record_once"),
            models.UniqueConstraint(fields=["vote", "serial", "revision"], name="voting_one_token_one_ballot"),
            models.UniqueConstraint(fields=["vote", "batch", "number"], name="voting_one_paper_one_ballot"),
            models.UniqueConstraint(fields=["vote", "overrides"], name="voting_one_token_one_paper"),
            models.CheckConstraint(
                condition=Q(serial__isnull=False, revision__gte=1, number=None, overrides=None, batch="")
                | Q(serial=None, revision=None, number__gte=1) & ~Q(batch=""),
                name="voting_ballot_by_token_or_on_paper",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["vote", "leaf"], condition=Q(is_sealed=False), name="voting_waits_for_the_log")
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"


class LogNode(models.Model):
    """The log's: a complete subtree, as ``urban.ballots.log`` numbers them; level 0 are the leaves."""

    pk = models.CompositePrimaryKey("vote_id", "level", "index")
    vote = models.ForeignKey("voting.Vote", on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "hash"], condition=Q(level=0), name="voting_one_leaf_once")
        ]

    def __str__(self) -> str:
        return f"node {self.level}/{self.index}"


class Checkpoint(models.Model):
    """The log's: a signed note over its first ``size`` leaves."""

    pk = models.CompositePrimaryKey("vote_id", "size")
    vote = models.ForeignKey("voting.Vote", on_delete=models.PROTECT, related_name="+", db_index=False)
    size = models.BigIntegerField()
    note = models.TextField()

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"


class PaperEntry(models.Model):
    """A batch of ballots on paper as one clerk typed it. Two that agree put the batch into the box.

    ballots  [[choice, overrides as hex or null], ...] in the order of the batch
    """

    vote = models.ForeignKey("voting.Vote", on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.CharField(max_length=20)
    clerk = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    ballots = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "batch", "clerk"], name="voting_one_clerk_one_entry")
        ]

    def __str__(self) -> str:
        return f"{self.batch} by {self.clerk_id}"
