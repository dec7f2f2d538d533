"""Jobs of mVoting."""

from typing import Any
from uuid import UUID

from madang.city.kernel import clock
from madang.city.kernel.jobs import job
from madang.city.voting.services import clock as votes
from madang.city.voting.services import letters, numbers, secret, telling


@job("voting.tick", every="* * * * *")
def tick(timestamp: int = 0, **_more: Any) -> None:
    """Find the votes that open, close or are counted this minute."""
    votes.tick(now=clock.now())


@job("voting.move")
def move(reference: str) -> None:
    """Open, close or count one vote."""
    votes.move(reference=reference, now=clock.now())


@job("voting.seal", every="* * * * *")
def seal(timestamp: int = 0, **_more: Any) -> None:
    """Put the ballots that wait in official boxes into their logs."""
    secret.seal_all()


@job("voting.seal_rest", every="40 3 * * *")
def seal_rest(timestamp: int = 0, **_more: Any) -> None:
    """Once a day, put what waits into the logs however little it is: small votes too are proved before they close."""
    secret.seal_all(least=1)


@job("voting.remind", every="20 0 * * *")
def remind(timestamp: int = 0, **_more: Any) -> None:
    """Tell departments that an answer is late, and throw away letters that nobody fetched."""
    votes.remind(now=clock.now())
    letters.sweep(now=clock.now())


@job("voting.print_letters")
def print_letters(reference: str, run: str) -> None:
    """Make and print the letters of a vote that were ordered."""
    letters.print_letters(reference=reference, run=UUID(run), now=clock.now())


@job("voting.send_number_code", retries=2)
def send_number_code(sealed: str) -> None:
    """Send the code that somebody asked for, if their number is on the list of the vote."""
    numbers.send(sealed=sealed, now=clock.now())


@job("voting.tell_entitled")
def tell_entitled(reference: str, after: int) -> None:
    """Tell some of those who may vote in an official vote."""
    telling.entitled(reference=reference, after=after, now=clock.now())
