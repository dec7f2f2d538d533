"""Web push (RFC 8030, 8291, 8292): browsers that people subscribed, each a target of its own."""

import json
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from py_vapid import Vapid02, b64urlencode

from madang.city.kernel.text.languages import language_code
from madang.city.notices.channels.message import Message
from madang.city.notices.models import PushSubscription
from madang.city.notices.rules import Answer, Outcome, one_line

if TYPE_CHECKING:
    from pywebpush import WebPushException

LIVES_SECONDS = 60 * 60 * 24 * 3
PATIENCE_SECONDS = 15
MAX_SIGNS = 200
GONE = {404, 410}


class WebPushChannel:
    """Reaches the browsers that somebody subscribed."""

    name = "webpush"
    label = _("Notices of your browser")
    immediate = False
    may_repeat = True

    def targets(self, account_id: int) -> Sequence[str]:
        """Return the present subscriptions of an account."""
        rows = PushSubscription.objects.filter(account_id=account_id, gone_at=None).order_by("id")
        return list(rows.values_list("slug", flat=True))

    def send(self, message: Message) -> Answer:
        """Hand the notice to the browser's push service once."""
        import requests  # noqa: PLC0415 - a fifth of the site's start, and only the job worker sends
        from pywebpush import WebPushException, webpush  # noqa: PLC0415 - it brings aiohttp

        row = PushSubscription.objects.filter(slug=message.target, gone_at=None).first()
        if row is None:
            return Answer(Outcome.GONE, "the browser is no longer subscribed")
        keys = {"p256dh": row.p256dh, "auth": row.auth}
        topic = message.message_id.strip("<>").partition("@")[0].rpartition(".")[2]
        try:
            webpush(
                {"endpoint": row.endpoint, "keys": keys},
                data=_payload(message, topic),
                vapid_private_key=vapid(),
                vapid_claims={"sub": f"mailto:{settings.CITY_EMAIL}"},
                ttl=LIVES_SECONDS,
                timeout=PATIENCE_SECONDS,
                headers={"Topic": topic},
            )
        except WebPushException as problem:
            return _refused(problem)
        except requests.RequestException as problem:
            return Answer(Outcome.TRY_AGAIN, type(problem).__name__)
        return Answer(Outcome.SENT)


def _refused(problem: "WebPushException") -> Answer:
    status = problem.response.status_code if problem.response is not None else 0
    if status in GONE:
        return Answer(Outcome.GONE, f"the push service answers {status}: no longer subscribed")
    again = status == 429 or status >= 500 or status == 0
    return Answer(Outcome.TRY_AGAIN if again else Outcome.REFUSED, f"the push service answers {status}")


def _payload(message: Message, topic: str) -> str:
    """Return what the site's service worker shows; ``tag`` makes a repeated notice replace the first one."""
    said = {
        "title": one_line(message.subject)[:MAX_SIGNS],
        "body": one_line(message.body)[:MAX_SIGNS],
        "url": message.url,
        "lang": language_code(message.lang),
        "tag": topic,
        "icon": static("look/mark-192.png"),
    }
    return json.dumps(said, ensure_ascii=False)


@lru_cache(maxsize=1)
def vapid() -> Vapid02:
    """Return the key by which push services know this city: MADANG_VAPID_PRIVATE_KEY, else one made once and kept."""
    if settings.VAPID_PRIVATE_KEY:
        return Vapid02.from_string(settings.VAPID_PRIVATE_KEY)
    path = Path(settings.DATA_DIR) / "vapid.pem"
    if not path.exists():
        _keep_new_key(path)
    return Vapid02.from_file(str(path))


def _keep_new_key(path: Path) -> None:
    """Write a new key so that of two processes that make one at once the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Vapid02()
    made.generate_keys()
    draft = path.with_suffix(f".{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(made.private_pem())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def public_key() -> str:
    """Return the public half of the key as browsers want it."""
    point = vapid().public_key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    encoded: str = b64urlencode(point)
    return encoded
