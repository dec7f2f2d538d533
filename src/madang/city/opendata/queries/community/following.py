"""Which data sets an account follows."""

from datetime import datetime

from madang.city.opendata.models import Follower
from madang.city.opendata.queries.catalogue import DatasetLine, lines_of


def is_following(dataset_id: int, account_id: int | None) -> bool:
    """Tell whether an account follows a data set."""
    return account_id is not None and Follower.objects.filter(dataset=dataset_id, account=account_id).exists()


def followed(account_id: int, now: datetime) -> list[DatasetLine]:
    """Return the public data sets that an account follows, newest first."""
    return lines_of(list(Follower.objects.filter(account=account_id).values_list("dataset__slug", flat=True)), now)
