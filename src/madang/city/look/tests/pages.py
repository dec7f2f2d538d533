"""Pages as tests read them."""

import re

from django.http import HttpResponse


def text(answer: HttpResponse) -> str:
    """Return what a page says, markup and all, with each run of blanks as one."""
    return re.sub(r"\s+", " ", answer.content.decode())
