"""The web server: every worker is a copy of the process that has read the site."""

import multiprocessing

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

BLOCKING_THREADS, BACKPRESSURE = 4, 64


def serve_pages(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    multiprocessing.set_start_method("fork", force=True)  # Granian starts its workers in the way that is set
    Granian(
        "madang.city.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        backpressure=BACKPRESSURE,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
        process_name="madang: web",
    ).serve()
