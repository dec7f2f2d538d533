"""The catalogue: publishers, data sets, their series, and files that lie elsewhere."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from madang.city.opendata.rules.states import DatasetState, Source


def listed(values: Any) -> list[tuple[str, str]]:
    """Return an enum's values as Django wants them."""
    return [(value.value, value.value) for value in values]


def _words() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=120), default=list, blank=True)


class Publisher(models.Model):
    """Who answers for data sets: a department of the city, or an office whose catalogue is harvested."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    names = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    department = models.OneToOneField("people.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    home_url = models.URLField(max_length=500, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class Series(models.Model):
    """Data sets that belong together, such as one for each year."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="series")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class Dataset(models.Model):
    """A data set as the catalogue tells of it; its rows stand in its versions.

    source, external_id  its identity where it was not made here: the system's slug, or harvest source and foreign identifier
    themes               codes of the EU's data-theme list, for example TRAN
    licence              a key of rules.licences
    update_promise       a code of the EU's frequency list, for example MONTHLY; empty: nothing is promised
    words                what search looks into: words and pieces of words of all languages, made by services
    formats              in which formats it can be had, in lower case; from its links, and what the Plaza makes of its table
    uses                 how often it was used in the last 90 days, counted every night
    sort_*               its title in the order of each language
    extras               what a harvested record or an API client said beyond this, kept as it came
    """

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=10, choices=listed(Source), default=Source.CITY.value)
    harvest_source = models.ForeignKey("HarvestSource", null=True, blank=True, on_delete=models.PROTECT, related_name="datasets")
    external_id = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=10, choices=listed(DatasetState), default=DatasetState.DRAFT.value)
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="datasets")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="datasets")
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    themes = _words()
    keywords = _words()
    licence = models.CharField(max_length=40, default="cc-by-4.0")
    update_promise = models.CharField(max_length=20, blank=True, default="")
    contact_name = models.CharField(max_length=200, blank=True, default="")
    contact_email = models.EmailField(max_length=254, blank=True, default="")
    landing_url = models.URLField(max_length=1_000, blank=True, default="")
    area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    place = models.CharField(max_length=300, blank=True, default="")
    period_from = models.DateField(null=True, blank=True)
    period_until = models.DateField(null=True, blank=True)
    embargo_until = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.JSONField(default=dict, blank=True)
    current = models.ForeignKey("Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    quality = models.JSONField(default=dict, blank=True)
    extras = models.JSONField(default=dict, blank=True)
    words = SearchVectorField(default="")
    formats = _words()
    uses = models.PositiveIntegerField(default=0)
    sort_en = models.CharField(max_length=300, db_collation="C", default="")
    sort_ko = models.CharField(max_length=300, db_collation="C", default="")
    sort_zh = models.CharField(max_length=300, db_collation="C", default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    data_changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "harvest_source", "external_id"],
                condition=~Q(external_id=""),
                nulls_distinct=False,
                name="opendata_dataset_identity",
            ),
            models.CheckConstraint(
                condition=Q(source=Source.HARVEST.value, harvest_source__isnull=False)
                | (~Q(source=Source.HARVEST.value) & Q(harvest_source__isnull=True)),
                name="opendata_dataset_harvested",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["words"], name="opendata_dataset_words"),
            GinIndex(fields=["themes"], name="opendata_dataset_themes"),
            GinIndex(fields=["keywords"], name="opendata_dataset_keywords"),
            models.Index(F("state"), F("changed_at").desc(), F("id"), name="opendata_dataset_changed"),
            models.Index(F("state"), F("sort_en"), F("id"), name="opendata_dataset_en"),
            models.Index(F("state"), F("sort_ko"), F("id"), name="opendata_dataset_ko"),
            models.Index(F("state"), F("sort_zh"), F("id"), name="opendata_dataset_zh"),
            models.Index(F("state"), F("uses").desc(), F("id"), name="opendata_dataset_uses"),
            models.Index(F("embargo_until"), condition=Q(embargo_until__isnull=False), name="opendata_dataset_embargo"),
        ]

    def __str__(self) -> str:
        return self.slug


class Link(models.Model):
    """A file or service that lies elsewhere, as a data set names it."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="links")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.PositiveIntegerField(default=0)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    url = models.URLField(max_length=2_000)
    format = models.CharField(max_length=60, blank=True, default="")
    media_type = models.CharField(max_length=120, blank=True, default="")
    bytes = models.BigIntegerField(null=True, blank=True)
    is_service = models.BooleanField(default=False)
    extras = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dataset", "place", "id"], name="opendata_link_place")]

    def __str__(self) -> str:
        return self.url


class Word(models.Model):
    """A word of titles and keywords that somebody may mistype.

    near  the word as keystrokes and every form of it that lacks one of them: two words one slip apart share a form
    """

    word = models.CharField(max_length=40, unique=True)
    near = ArrayField(models.CharField(max_length=130), default=list)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["near"], name="opendata_word_near")]

    def __str__(self) -> str:
        return self.word
