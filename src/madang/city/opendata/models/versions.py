"""Versions of a data set's table, the files they came from, and corrections that residents propose."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from madang.city.opendata.models.catalogue import Dataset, listed
from madang.city.opendata.rules.states import Fate, VersionState


class Original(models.Model):
    """The bytes of a file as they came, by their SHA-256; kept once, however often they come."""

    sha256 = models.CharField(max_length=64, unique=True)
    bytes = models.BigIntegerField()
    stored_bytes = models.BigIntegerField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Table(models.Model):
    """A typed table in the store; the same rows are kept once.

    key      names its folder in the store
    columns  [{name, type, ...}] of urban.formats, in order; with the row that decided each type
    profile  {column: {nulls, distinct, least, most, histogram, ...}}
    layout   what the store needs to read it: how it is sorted, its parts, or from which newer table it is made again
    """

    key = models.CharField(max_length=64, unique=True)
    rows = models.BigIntegerField()
    bytes = models.BigIntegerField()
    columns = models.JSONField()
    profile = models.JSONField(default=dict)
    layout = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key[:12]


class Version(models.Model):
    """One state of a data set's rows. A published one never changes.

    reading   what was found in the file: encoding, delimiter, header, sheet, how certain (urban.formats)
    wanted    what the publisher decided: types by column, key columns, titles and units of columns
    problem   why the file could not be read: {row, column, value, remedy, message}; no table then
    note      what is new, in the publisher's words by language
    change    {added, removed, changed, columns: [...]} against the version before
    done      0 to 100, with ``step`` in words of rules.progress, while the file is read
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="versions")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="Given when it is published, from 1")
    state = models.CharField(max_length=10, choices=listed(VersionState), default=VersionState.RECEIVED.value)
    original = models.ForeignKey(Original, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=300, blank=True, default="")
    source_url = models.URLField(max_length=2_000, blank=True, default="")
    reading = models.JSONField(default=dict, blank=True)
    wanted = models.JSONField(default=dict, blank=True)
    problem = models.JSONField(default=dict, blank=True)
    table = models.ForeignKey(Table, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    before = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    change = models.JSONField(default=dict, blank=True)
    note = models.JSONField(default=dict, blank=True)
    step = models.CharField(max_length=20, blank=True, default="")
    done = models.PositiveSmallIntegerField(default=0)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    published_by = models.CharField(max_length=40, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dataset", "number"], condition=Q(number__isnull=False), name="opendata_version_number"
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.PUBLISHED.value)
                | Q(number__isnull=False, table__isnull=False, published_at__isnull=False),
                name="opendata_version_published",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(F("dataset"), F("id").desc(), name="opendata_version_newest")]

    def __str__(self) -> str:
        return f"{self.dataset_id} @ {self.number}"


class Correction(models.Model):
    """A change to one row that somebody proposes; accepted ones become the next version.

    row     the row as the proposer saw it, by column
    wanted  {column: new value as text}
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="corrections")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    position = models.BigIntegerField()
    row = models.JSONField()
    wanted = models.JSONField()
    why = models.TextField()
    language = models.CharField(max_length=4, default="en")
    proposer = models.ForeignKey("people.Resident", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=listed(Fate), default=Fate.OPEN.value)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey("people.StaffMember", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    became = models.ForeignKey(Version, null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections")
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("dataset"), F("state"), F("made_at"), name="opendata_correction_open")
        ]

    def __str__(self) -> str:
        return str(self.public_id)
