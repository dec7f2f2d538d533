"""The web server: the site is read once, then every worker is a copy of that process.

python -m madang.city.cli.web HOST PORT WORKERS
"""

import importlib
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

BLOCKING_THREADS, BACKPRESSURE = 4, 64


def main() -> None:
    """Serve until told to stop. What is imported before the workers are made is theirs at once, in memory that they share."""
    host, port, workers = sys.argv[1:]
    for name in ("madang.city.wsgi", "madang.city.urls"):
        importlib.import_module(name)
    Granian(
        "madang.city.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=BLOCKING_THREADS,
        backpressure=BACKPRESSURE,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main()
