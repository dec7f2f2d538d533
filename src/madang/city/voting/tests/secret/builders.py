"""Secret votes for tests."""

from dataclasses import dataclass
from typing import Any

from madang.city.demo.blinding import Browser
from madang.city.voting.models import SecretVote, Vote
from madang.city.voting.queries.ballots import published_vote
from madang.city.voting.services import secret
from madang.city.voting.tests.builders import CLOSES, OPENS, official, opened, person
from madang.urban.ballots import records
from madang.urban.ballots.records import Token


@dataclass
class Held:
    """An official vote with its box open, and people who may vote in it."""

    row: Vote
    people: list[str]

    @property
    def reference(self) -> str:
        return self.row.reference

    def voter(self) -> Browser:
        """Return a browser that knows the vote's key."""
        return Browser(self.reference, bytes(SecretVote.objects.get(vote=self.row).token_key))

    def issue(self, blinded: bytes, who: int = 0) -> bytes:
        return secret.issue(reference=self.reference, person=self.people[who], blinded=blinded, now=OPENS)

    def token(self, who: int = 0) -> Token:
        """Return the token of one of the people."""
        voter = self.voter()
        return voter.token(self.issue(voter.blinded, who))

    def record(self, token: Token, choice: Any, revision: int = 1) -> bytes:
        return records.electronic(self.reference, choice, token, revision)

    def put(self, record: bytes) -> bytes:
        """Put a record into the box; return its hash in the log."""
        return secret.cast(reference=self.reference, record=record, now=OPENS).leaf

    def cast(self, choice: Any, who: int = 0) -> bytes:
        """Get a token for one of the people and cast a ballot with it."""
        return self.put(self.record(self.token(who), choice))

    def seal(self, least: int = 1) -> int:
        return secret.seal(vote_id=self.row.pk, least=least)

    def close(self) -> None:
        Vote.objects.filter(pk=self.row.pk).update(state="closed", closed_at=CLOSES)
        secret.close_box(row=self.row, now=CLOSES)


def held(voters: int = 2, *options: str, **more: Any) -> Held:
    """Return an official vote that is open, and so many people who stand in its register."""
    people = [person(proved=True) for _ in range(voters)]
    row = Vote.objects.get(reference=opened(official(*options, **more)))
    if not SecretVote.objects.filter(vote=row).exists():
        secret.open_box(row=row, terms=published_vote(row), entitled=row.entitled or 0, now=OPENS)
    return Held(row, people)
