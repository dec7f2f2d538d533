"""What the publishers' pages share: who may come in, and to which data."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from madang.city.kernel.refusals import Refused
from madang.city.opendata.queries import access, catalogue, versions
from madang.city.opendata.queries.catalogue import DatasetView
from madang.city.opendata.queries.versions import VersionView
from madang.city.opendata.rules.access import why_not_publish
from madang.city.opendata.views.visitors import viewer_of
from madang.city.people.rules import Viewer, why_not_staff

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Let people in who work for the city; what they may change is asked data set by data set."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if reason := why_not_staff(viewer_of(request)):
            raise Refused(reason)
        return view(request, *args, **options)

    return never_cache(login_required(guarded))


def may_publish(viewer: Viewer, department_code: str) -> bool:
    """Tell whether a viewer prepares and publishes the data of a department."""
    return why_not_publish(viewer, access.responsible_for(department_code)) is None


def own_dataset(request: HttpRequest, slug: str, *, to_change: bool = True) -> DatasetView:
    """Return a data set to somebody who works for its publisher. Raises Refused for everybody else.

    to_change  False lets auditors look too
    """
    found = catalogue.dataset(slug, viewer_of(request))
    _enter(request, found.publisher.department_code, to_change)
    return found


def own_version(request: HttpRequest, version_id: UUID, *, to_change: bool = True) -> VersionView:
    """Return a version in any state to somebody who works for its publisher. Raises Refused for everybody else."""
    found = versions.prepared(version_id)
    _enter(request, found.department_code, to_change)
    return found


def _enter(request: HttpRequest, department_code: str, to_change: bool) -> None:
    viewer = viewer_of(request)
    reason = why_not_publish(viewer, access.responsible_for(department_code))
    if reason and (to_change or not catalogue.works_for(viewer, department_code)):
        raise Refused(reason)
