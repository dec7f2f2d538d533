"""Areas of any level with their shapes, and the number that tells when they changed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Area(models.Model):
    """A piece of the city (or of any city) under the code that a scheme gives it, as it stood for some time.

    scheme    who numbers it so and when, for example ``haneul`` or ``kr-adm-2025-04``
    level     ``city``, ``district``, ``neighbourhood`` or a word of the scheme
    geometry  WKB of a polygon or multipolygon in longitude and latitude (WGS 84)
    """

    scheme = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The first day on which it no longer stands")
    level = models.CharField(max_length=40)
    name = models.JSONField(default=dict)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    geometry = models.BinaryField()
    longitude = models.FloatField()
    latitude = models.FloatField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    square_metres = models.FloatField()
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["scheme", "level", "code"], name="area_scheme_level")]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code", "valid_from"], name="area_once_a_day"),
            models.UniqueConstraint(fields=["scheme", "code"], condition=Q(valid_to=None), name="area_one_present"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="area_lasts"),
            models.CheckConstraint(
                condition=Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
                name="area_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}/{self.code}"


class Edition(models.Model):
    """One row: a number that is another one after every change of areas, so that every process knows when to read them again."""

    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="edition_is_one_row")]


class Street(models.Model):
    """A street of an address register, found by any of its names. ``grams`` are pairs of letters of all of them."""

    register = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    name = models.JSONField(default=dict)
    grams = ArrayField(models.CharField(max_length=2), default=list)

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="street_grams")]
        constraints = [models.UniqueConstraint(fields=["register", "code"], name="street_once")]

    def __str__(self) -> str:
        return f"{self.register}/{self.code}"


class House(models.Model):
    """A numbered door in a street, with its place on the map."""

    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="houses", db_index=False)
    number = models.CharField(max_length=20)
    postcode = models.CharField(max_length=12, blank=True)
    longitude = models.FloatField()
    latitude = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["postcode"], name="house_postcode")]
        constraints = [models.UniqueConstraint(fields=["street", "number"], name="house_once")]

    def __str__(self) -> str:
        return self.number
