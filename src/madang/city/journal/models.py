"""The journal's tables: notes, the batches that seal them, erasures, verifications.

Rows are added, never changed; triggers in the database refuse the rest (migration 0002).
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Batch(models.Model):
    """A sealed run of notes: its Merkle root, chained to the batch before it."""

    sequence = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    merkle_root = models.BinaryField(max_length=32)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(count__gt=0, sequence__gt=0), name="batch_seals_something")]


class Note(models.Model):
    """One act: who did what to which thing. Texts are ids, such as ``case:17``, never personal words.

    Each text has a salt. Once the salt is erased the text is replaced by its salted hash (``#`` and 64 hex digits),
    which keeps the chain whole and tells nothing.

    subjects  further things that one act was about, such as the residents whose names stood in a list; each with a salt of
              its own, so that one of them can be forgotten without the others. None where there are none.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    about_salt = models.BinaryField(max_length=16, null=True)
    actor = models.CharField(max_length=120)
    actor_salt = models.BinaryField(max_length=16, null=True)
    details = models.TextField(default="{}", help_text="Canonical JSON: sorted keys, no blanks")
    details_salt = models.BinaryField(max_length=16, null=True)
    subjects = ArrayField(models.CharField(max_length=120), null=True)
    subject_salts = ArrayField(models.BinaryField(max_length=16, null=True), null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="notes", db_index=False)
    place = models.PositiveIntegerField(null=True)
    leaf = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["about", "-id"], name="note_about"),
            models.Index(fields=["actor", "-id"], name="note_actor"),
            models.Index(fields=["verb", "-id"], name="note_verb"),
            models.Index(fields=["id"], condition=models.Q(batch=None), name="note_unsealed"),
            GinIndex(fields=["subjects"], condition=models.Q(subjects__isnull=False), name="note_subjects"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="note_place_in_batch"),
            models.CheckConstraint(
                condition=models.Q(batch=None, place=None, leaf=None)
                | models.Q(batch__isnull=False, place__isnull=False, leaf__isnull=False),
                name="note_sealed_with_a_place",
            ),
        ]


class Erasure(models.Model):
    """One text of one note whose salt is gone, and the note that says who erased it.

    text  about, actor, details, or a subject by its place, counted from one: ``subject:3``
    """

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="erasures", db_index=False)
    text = models.CharField(max_length=20)
    by = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "text"], name="erasure_once")]


class Verification(models.Model):
    """What a walk along the chain found, kept so that the auditors' page need not walk itself."""

    at = models.DateTimeField()
    sealed = models.BigIntegerField()
    unsealed = models.BigIntegerField()
    head = models.CharField(max_length=90)
    first_broken = models.CharField(max_length=300, blank=True)
