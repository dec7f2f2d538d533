"""Jobs of the kernel."""

from madang.city.kernel import failed_jobs
from madang.city.kernel.clock import now
from madang.city.kernel.jobs import job


@job("kernel.rescue", retries=0, every="* * * * *")
def rescue(timestamp: int | None = None) -> None:
    """Put back on the queue what a dead worker had in its hands."""
    failed_jobs.rescue(now=now())
