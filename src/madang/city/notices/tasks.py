"""Jobs of notices."""

from madang.city.kernel.clock import now
from madang.city.kernel.jobs import job
from madang.city.notices import services


@job("notices.deliver", retries=0)
def deliver(delivery_id: int) -> None:
    """Try a delivery once; further tries are jobs of their own, by the delivery's own back-off."""
    services.deliver(delivery_id=delivery_id, now=now())


@job("notices.sweep", retries=0, every="*/2 * * * *")
def sweep(timestamp: int | None = None) -> None:
    """Pick up what a dead worker left behind."""
    services.sweep(now=now())
