"""Being built."""

from typing import Any


def load(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
