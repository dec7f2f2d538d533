"""Draw the opinion map of a conversation anew, from every vote on what is shown."""

import hashlib
from datetime import datetime

import numpy as np
from django.db import connection, transaction
from django.db.models import Count, F, Q

from madang.city.proposals.models import DrawnMap, OpinionVote
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.opinions import Moderation
from madang.urban import opinions as urban
from madang.urban.opinions.report import as_dict

MOST_DOTS = 200
# One row a statement: two million votes as tuples would fill half a gigabyte.
_VOTES = """
SELECT statement.number, array_agg(opinion.resident_id), array_agg(opinion.stance)
FROM proposals_opinionvote opinion JOIN proposals_statement statement ON statement.id = opinion.statement_id
WHERE statement.conversation_id = %s AND statement.state = %s AND opinion.stance IS NOT NULL
GROUP BY statement.number
"""


def draw_due(*, now: datetime) -> int:
    """Draw the map of each conversation in which enough people have voted since; return how many."""
    is_new = Q(statement__conversation__map__isnull=True) | Q(changed_at__gt=F("statement__conversation__map__drawn_at"))
    rows = OpinionVote.objects.filter(is_new, statement__state=Moderation.SHOWN.value)
    changed = rows.values_list("statement__conversation").annotate(people=Count("resident", distinct=True)).order_by()
    due = sorted(conversation for conversation, people in changed if rules.is_due(people))
    for conversation in due:
        draw(conversation_id=conversation, now=now)
    return len(due)


@transaction.atomic
def draw(*, conversation_id: int, now: datetime) -> None:
    """Draw the map of a conversation, and delete the votes that were taken back before it."""
    OpinionVote.objects.filter(statement__conversation=conversation_id, stance=None, changed_at__lte=now).delete()
    votes = _votes(conversation_id)
    found = urban.opinion_map(votes, least_group=rules.LEAST_TOLD)
    DrawnMap.objects.update_or_create(
        conversation_id=conversation_id,
        defaults={"drawn_at": now, "digest": _digest(votes), "figures": as_dict(found) | {"dots": _dots(found)}},
    )


def _votes(conversation_id: int) -> urban.Votes:
    people, numbers, stances = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    with connection.cursor() as cursor:
        cursor.execute(_VOTES, [conversation_id, Moderation.SHOWN.value])
        for number, who, said in cursor:
            people.append(np.array(who, np.int64))
            numbers.append(np.full(len(who), number, np.int64))
            stances.append(np.array(said, np.int64))
    return urban.sorted_votes(*(np.concatenate(parts) for parts in (people, numbers, stances)))


def _digest(votes: urban.Votes) -> str:
    """Return the hash of what went into a map; it depends on the order of people, not on who they are."""
    columns = (votes.statements, votes.rows, votes.columns, votes.values)
    return hashlib.sha256(b"".join(np.ascontiguousarray(one, "<i8").tobytes() for one in columns)).hexdigest()


def _dots(found: urban.OpinionMap) -> list[list[tuple[float, float, int]]]:
    """Return the dots of each group, each of several people and not more dots than a picture can show."""
    least = max(rules.LEAST_TOLD, len(found.people) // MOST_DOTS)
    groups = (found.positions[found.groups == number] for number in range(len(found.representative)))
    return [[(dot.x, dot.y, dot.people) for dot in urban.dots(one, min(least, len(one)))] for one in groups]
