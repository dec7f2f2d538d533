"""Jobs of the journal."""

from madang.city.journal import services
from madang.city.kernel.clock import now
from madang.city.kernel.jobs import job


@job("journal.seal", retries=0, every="* * * * *")
def seal(timestamp: int | None = None) -> None:
    """Seal what waits, each minute."""
    services.seal(now=now())


@job("journal.verify", retries=0, every="17 3 * * *")
def verify(timestamp: int | None = None) -> None:
    """Walk along the chain each night, or when an auditor asks."""
    services.record_verification(now=now())
