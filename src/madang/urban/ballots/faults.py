"""What is wrong with ballots that cannot be counted."""


class BallotFault(ValueError):
    """Raised for ballots that cannot be counted; names the ballot and the remedy.

    ballot  its place among those given, from 1; None where all are meant
    """

    def __init__(self, message: str, ballot: int | None = None) -> None:
        self.message, self.ballot = message, ballot
        super().__init__(message if ballot is None else f"ballot {ballot:,}: {message}")
