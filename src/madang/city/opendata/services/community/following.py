"""Follow data sets; services.versions tells of each new version."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Dataset, Follower
from madang.city.opendata.queries.catalogue import is_public
from madang.city.people.rules import Viewer, why_not_signed_in


@transaction.atomic
def follow(*, slug: str, by: Viewer, now: datetime, wanted: bool = True) -> None:
    """Follow a public data set, or stop; twice is as once. Raises Refused for strangers and for what is not public."""
    if (reason := why_not_signed_in(by)) or by.account_id is None:
        raise Refused(reason or Refusal("people.sign_in_first", status=403))
    if not wanted:
        Follower.objects.filter(dataset__slug=slug, account=by.account_id).delete()
        return
    row = Dataset.objects.filter(is_public(now), slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_dataset", {"slug": slug[:120]}, status=404))
    Follower.objects.get_or_create(dataset=row, account_id=by.account_id, defaults={"since": now})
