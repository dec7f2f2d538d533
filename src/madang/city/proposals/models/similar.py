"""What the search for similar proposals reads, and which two were said to wish the same."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from madang.city.proposals.models.proposals import Proposal
from madang.city.proposals.rules.similar import Sameness


class SimilarEdition(models.Model):
    """One making of the index. A new one is made beside the old, which answers until the new one is whole.

    first           the id from which its texts are counted: their numbers are small
    made_from       how many proposals there were when it was made
    learnt_from     from how many of them the rarities were learnt
    rarity_ids      terms in ascending order, 4 bytes each
    rarity_counts   in how many proposals each stood, 4 bytes each
    words           fingerprint of the thesaurus that was read
    """

    first = models.BigIntegerField()
    made_from = models.PositiveIntegerField(default=0)
    learnt_from = models.PositiveIntegerField(default=0)
    rarity_ids = models.BinaryField(default=b"")
    rarity_counts = models.BinaryField(default=b"")
    words = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="proposals_similar_one_current"),
        ]

    def __str__(self) -> str:
        return f"edition {self.pk}"


class SimilarText(models.Model):
    """A proposal in an edition. Until it stands in the postings its vector stands here, so that it is found at once.

    ids, weights  the packed vector; none once it stands in the postings
    """

    edition = models.ForeignKey(SimilarEdition, on_delete=models.CASCADE, related_name="texts", db_index=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    ids = models.BinaryField(null=True)
    weights = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "proposal"], name="proposals_similar_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["edition", "id"], condition=Q(ids__isnull=False), name="proposals_similar_waiting"),
        ]

    def __str__(self) -> str:
        return f"text {self.pk}"


class SimilarPosting(models.Model):
    """The texts of an edition that have a term: 4 bytes of a text's number, 1 of the term's weight in it, side by side."""

    edition = models.ForeignKey(SimilarEdition, on_delete=models.CASCADE, related_name="postings", db_index=False)
    term = models.IntegerField()
    texts = models.BinaryField()
    weights = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "term"], name="proposals_posting_once"),
        ]

    def __str__(self) -> str:
        return f"posting {self.term}"


class SameWish(models.Model):
    """Somebody says that two proposals wish the same. Nothing is merged: each keeps its text and its support."""

    first = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, default=Sameness.SUGGESTED.value)
    suggested_by = models.ForeignKey("people.Resident", null=True, on_delete=models.SET_NULL, related_name="+")
    suggested_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="proposals_same_wish_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="proposals_same_wish_ordered"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in Sameness]), name="proposals_same_wish_state"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}: {self.state}"
