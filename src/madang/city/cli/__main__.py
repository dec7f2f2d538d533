"""``python -m madang.city.cli`` is ``madang``."""

from madang.city.cli import main

main()
