"""Organizations, groups and tags."""

from datetime import datetime

from django.db.models import Count, F, Func, Q

from madang.city.opendata.models import Dataset, Group, Publisher
from madang.city.opendata.queries.catalogue import is_public
from madang.city.opendata.queries.ckan.loading import group_value, organization_value, packages
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.ckan.packages import theme_group
from madang.city.opendata.rules.themes import THEMES


def organizations(*, now: datetime) -> list[ckan.Organization]:
    """Return every publisher by name, each with how many public data sets it has."""
    counted = dict(Dataset.objects.filter(is_public(now)).values_list("publisher").annotate(n=Count("pk")).order_by())
    rows = Publisher.objects.select_related("words_of_clients").order_by("slug")
    return [organization_value(row, counted.get(row.pk, 0)) for row in rows]


def organization(name_or_id: str, *, now: datetime) -> ckan.Organization:
    """Return a publisher by its name, or the id it came with. Raises CkanFault."""
    row = publisher_row(name_or_id)
    return organization_value(row, Dataset.objects.filter(is_public(now), publisher=row).count())


def publisher_row(name_or_id: str) -> Publisher:
    """Return a publisher's row, its department and clients' words with it. Raises CkanFault."""
    asked = Q(slug=name_or_id) | Q(words_of_clients__foreign_id=name_or_id)
    rows = Publisher.objects.select_related("words_of_clients", "department").filter(asked) if name_or_id else []
    found = sorted(rows, key=lambda row: row.slug != name_or_id)
    if not found:
        raise ckan.not_found()
    return found[0]


def groups(*, now: datetime) -> list[ckan.Group]:
    """Return every theme that has data sets, and every group that clients made, by name, with how many public ones they have."""
    themes = Dataset.objects.filter(is_public(now)).annotate(theme=Func(F("themes"), function="unnest"))
    counted = dict(themes.values_list("theme").annotate(n=Count("pk")).order_by())
    found = [_theme(code, n) for code, n in counted.items() if code in THEMES]
    public = Count("datasets", filter=Q(datasets__in=Dataset.objects.filter(is_public(now))))
    found += [group_value(row, row.n) for row in Group.objects.annotate(n=public)]
    return sorted(found, key=lambda one: one.slug)


def _theme(code: str, datasets: int) -> ckan.Group:
    theme = theme_group(code)
    return ckan.Group(slug=theme.slug, titles=theme.titles, extras=theme.extras, packages=datasets)


def group_row(name_or_id: str) -> Group | None:
    """Return the row of a group that a client made."""
    return Group.objects.filter(Q(slug=name_or_id) | Q(extras__id=name_or_id)).order_by("pk").first() if name_or_id else None


def group(name_or_id: str, *, now: datetime) -> ckan.Group:
    """Return a theme or group by its name or id. Raises CkanFault."""
    public = Dataset.objects.filter(is_public(now))
    if name_or_id.upper() in THEMES:
        return _theme(name_or_id.upper(), public.filter(themes__contains=[name_or_id.upper()]).count())
    row = group_row(name_or_id)
    if row is None:
        raise ckan.not_found()
    return group_value(row, public.filter(gatherings=row).count())


def packages_of(one: ckan.Organization, *, now: datetime, limit: int) -> list[ckan.Package]:
    """Return the public data sets of a publisher, theme or group, the last changed first."""
    rows = Dataset.objects.filter(is_public(now))
    if not isinstance(one, ckan.Group):
        rows = rows.filter(publisher__slug=one.slug)
    elif one.slug.upper() in THEMES:
        rows = rows.filter(themes__contains=[one.slug.upper()])
    else:
        rows = rows.filter(gatherings__slug=one.slug)
    return packages(list(rows.order_by("-changed_at", "pk").values_list("pk", flat=True)[:limit]))


def tags(*, now: datetime, containing: str = "", limit: int | None = None) -> list[str]:
    """Return the keywords of public data sets, in their order; only those that contain a text where one is given."""
    rows = Dataset.objects.filter(is_public(now)).annotate(word=Func(F("keywords"), function="unnest")).order_by()
    words = sorted(set(rows.values_list("word", flat=True).distinct()))
    fitting = [word for word in words if containing.casefold() in word.casefold()]
    return fitting if limit is None else fitting[:limit]


def tagged(word: str, *, now: datetime, limit: int) -> list[ckan.Package] | None:
    """Return the public data sets with a keyword, the last changed first; None where no public data set has it."""
    rows = Dataset.objects.filter(is_public(now), keywords__contains=[word[:120]]).order_by("-changed_at", "pk")
    return packages(list(rows.values_list("pk", flat=True)[:limit])) or None
