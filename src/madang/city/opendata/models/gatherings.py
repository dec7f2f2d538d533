"""What clients of CKAN's protocol keep here and the catalogue itself has no place for: groups, and words about publishers."""

from typing import ClassVar

from django.db import models

from madang.city.opendata.models.catalogue import Dataset, Publisher


class Group(models.Model):
    """Data sets that a client gathered under a name; the themes are groups as well, but need no row.

    extras  what the client said beyond, kept as it came; its own ``id`` among them
    """

    slug = models.SlugField(max_length=100, unique=True)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    extras = models.JSONField(default=dict, blank=True)
    datasets = models.ManyToManyField(Dataset, related_name="gatherings", blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class PublisherWords(models.Model):
    """What a client said of a publisher beyond its name and texts, kept as it came.

    foreign_id  the id that it had where it came from, under which its data sets name it
    """

    publisher = models.OneToOneField(Publisher, on_delete=models.CASCADE, related_name="words_of_clients")
    foreign_id = models.CharField(max_length=100, blank=True, default="")
    extras = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["foreign_id"], condition=~models.Q(foreign_id=""), name="opendata_publisherwords_foreign_id"
            ),
        ]

    def __str__(self) -> str:
        return f"words about {self.publisher_id}"
