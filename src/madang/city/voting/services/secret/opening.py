"""Open the ballot box of a vote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from madang.city.journal import services as journal
from madang.city.people.rules import SYSTEM
from madang.city.voting import signing
from madang.city.voting.models import SecretVote, Vote
from madang.city.voting.queries.secret import fixed
from madang.city.voting.services.secret.sealing import append
from madang.urban.ballots import log, public_file


@transaction.atomic
def open_box(*, row: Vote, terms: Mapping[str, Any], entitled: int, now: datetime) -> None:
    """Make the keys of a vote that opens, and begin its log with its terms, so that nobody can change them afterwards.

    terms     the vote as it is published (``rules.certificates.vote_as_published``)
    entitled  how many people may vote
    """
    keys = signing.made()
    origin = public_file.ORIGIN.format(host=urlsplit(settings.SITE_URL).netloc, vote=row.reference)
    secret = SecretVote.objects.create(
        vote=row,
        terms=dict(terms),
        entitled=entitled,
        origin=origin,
        token_key=signing.signer(keys).public_key,
        log_key=keys.log.public_key().public_bytes_raw(),
        keys=signing.sealed(keys, row.reference),
    )
    append(secret, keys, 0, [log.leaf_hash(fixed(secret).entry())])
    journal.note(verb="opened-box", about=f"vote:{row.reference}", actor=str(SYSTEM), at=now, details={"entitled": entitled})
