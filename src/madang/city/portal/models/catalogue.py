"""The catalogue: services, their published versions, deep links, and the words nobody could answer."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

STATUSES = ("live", "paused", "retired")
INTERACTIONS = ("information", "apply", "report", "pay")


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


def _words() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=60), default=list, blank=True)


class Service(models.Model):
    """A public service, as the catalogue lists it. What it asks and how it is decided stands in its version."""

    slug = models.SlugField(max_length=120, unique=True)
    source = models.CharField(max_length=40, default="city")
    external_id = models.CharField(max_length=60, blank=True, default="")
    status = models.CharField(max_length=10, choices=_choices(STATUSES), default="live")
    department = models.ForeignKey("people.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    life_events = _words()
    topics = _words()
    audience = _words()
    takes_applications = models.BooleanField(default=False)
    has_rules = models.BooleanField(default=False)
    current = models.ForeignKey("ServiceVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sort_en = models.CharField(max_length=300, db_index=True, db_collation="C", default="")
    sort_ko = models.CharField(max_length=300, db_index=True, db_collation="C", default="")
    sort_zh = models.CharField(max_length=300, db_index=True, db_collation="C", default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="portal_service_status"),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="portal_service_external"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "sort_en"], condition=Q(takes_applications=True), name="portal_service_inbox")
        ]

    def __str__(self) -> str:
        return self.slug


class ServiceVersion(models.Model):
    """A published definition. It never changes; open cases keep theirs."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service", "number"], name="portal_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}:{self.number}"


class ServiceLink(models.Model):
    """A deep link into another authority's site: who, which service, to do what."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="links")
    authority = models.CharField(max_length=120)
    authority_name = models.CharField(max_length=200, blank=True, default="")
    interaction = models.CharField(max_length=20, choices=_choices(INTERACTIONS))
    url = models.URLField(max_length=2000)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service", "authority", "interaction"], name="portal_link_once"),
            models.CheckConstraint(condition=Q(interaction__in=INTERACTIONS), name="portal_link_interaction"),
        ]

    def __str__(self) -> str:
        return self.url


class SearchMiss(models.Model):
    """Words that found nothing, counted by day, for the editors; never who asked."""

    day = models.DateField()
    lang = models.CharField(max_length=4)
    words = models.CharField(max_length=120)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "lang", "words"], name="portal_miss_once"),
        ]

    def __str__(self) -> str:
        return self.words


class CatalogueVersion(models.Model):
    """One row: grows with every change of the catalogue, so that each process knows when its index is old."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
