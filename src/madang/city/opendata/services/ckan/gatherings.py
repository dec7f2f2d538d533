"""Publishers and groups, as clients write them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from madang.city.journal import services as journal
from madang.city.opendata.models import Group, Publisher, PublisherWords
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.themes import THEMES
from madang.city.opendata.services import publishers
from madang.city.people.rules import Actor

LONGEST_ID = 100


@transaction.atomic
def save_organization(*, received: ckan.ReceivedOrganization, slug: str | None, by: Actor, now: datetime) -> str:
    """Make a publisher (slug None) or change one; return its slug. The name of a department stays the department's.

    Raises CkanFault where the name or the id is taken, or the name would change; Refused.
    """
    if slug is None and Publisher.objects.filter(slug=received.name).exists():
        raise ckan.bad_value(name="Group name already exists in database")
    if slug is not None and received.name != slug:
        raise ckan.bad_value(name=f"The name stays {slug}: people have cited its address")
    present = Publisher.objects.filter(slug=received.name).first()
    known = {"home_url": present.home_url, "email": present.email} if present else {}
    facts = publishers.PublisherFacts(names=received.titles, texts=received.texts, **known)
    publishers.save_publisher(slug=received.name, facts=facts, now=now)
    row = Publisher.objects.get(slug=received.name)
    kept, identity = _identified(received)
    if identity and PublisherWords.objects.filter(foreign_id=identity).exclude(publisher=row).exists():
        raise ckan.bad_value(id="Another organization has this id")
    PublisherWords.objects.update_or_create(publisher=row, defaults={"foreign_id": identity, "extras": kept})
    _note("described", f"publisher:{row.pk}", by, now)
    return row.slug


def _identified(received: ckan.ReceivedOrganization) -> tuple[dict[str, Any], str]:
    """Return the words that are kept, and the id that it came with, "" where that is its name."""
    kept = dict(received.extras)
    identity = str(kept.pop("id", ""))[:LONGEST_ID]
    return kept, identity if identity != received.name else ""


@transaction.atomic
def delete_organization(*, slug: str, by: Actor, now: datetime) -> None:
    """Take a publisher away that is no department and has nothing. Raises CkanFault."""
    row = Publisher.objects.select_for_update().get(slug=slug)
    if row.department_id:
        raise ckan.forbidden("a department of the city stays in the list")
    key = row.pk
    try:
        row.delete()
    except ProtectedError as problem:
        raise ckan.bad_value(id="It has data sets, series or harvested catalogues: give them to another one first") from problem
    _note("took-back", f"publisher:{key}", by, now)


@transaction.atomic
def save_group(*, received: ckan.ReceivedOrganization, slug: str | None, by: Actor, now: datetime) -> str:
    """Make a group (slug None) or change one; return its slug. Raises CkanFault for a taken name, or that of a theme."""
    if theme := THEMES.get(received.name.upper()):
        if slug is not None and received.titles == theme.titles:
            return received.name  # somebody loads what was dumped here or in another city
        raise ckan.bad_value(name="This is a theme: themes are groups that are always there and stay as they are")
    if slug is None and Group.objects.filter(slug=received.name).exists():
        raise ckan.bad_value(name="Group name already exists in database")
    if slug is not None and received.name != slug:
        raise ckan.bad_value(name=f"The name stays {slug}: people have cited its address")
    kept = {name: value for name, value in received.extras.items() if not (name == "id" and value == received.name)}
    told = {"titles": dict(received.titles), "texts": dict(received.texts), "extras": kept, "changed_at": now}
    row, _ = Group.objects.update_or_create(slug=received.name, defaults=told)
    _note("described", f"group:{row.pk}", by, now)
    return row.slug


@transaction.atomic
def delete_group(*, slug: str, by: Actor, now: datetime) -> None:
    """Take a group away; the data sets that it gathered stay. Raises CkanFault for a theme."""
    row = Group.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise ckan.forbidden("themes are groups that are always there")
    key = row.pk
    row.delete()
    _note("took-back", f"group:{key}", by, now)


def _note(verb: str, about: str, by: Actor, now: datetime) -> None:
    journal.note(verb=verb, about=about, actor=str(by), at=now)
