"""Enter with the code of a letter or of a list; guesses are few."""

from madang.city.kernel.http.limits import spend
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.models import RollEntry
from madang.city.voting.queries import keys
from madang.city.voting.queries.loading import electorate_of, row_of
from madang.city.voting.rules import rolls

TRIES = ("10/m", "60/h")


def enter(*, reference: str, code: str, source: str) -> str:
    """Return whom a code stands for in a vote, such as ``roll:5``, to be kept in the holder's session and handed to ``cast``.

    source  the address that the code comes from: it is counted for an hour, and kept nowhere

    Raises Refused for an unknown code, and (429) after ten in a minute or sixty in an hour.
    """
    for rate in TRIES:
        spend(f"voting.code.{rate}", rate, source)
    row = row_of(reference)
    roll = electorate_of(row).roll
    entry = rolls.tidy_code(code) if roll is not None and roll.has_codes else None
    digest = keys.roll_digest(row.reference, entry) if entry else b""
    found = RollEntry.objects.filter(vote=row, digest=digest).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(Refusal("voting.code_unknown", status=403))
    return f"roll:{found}"
