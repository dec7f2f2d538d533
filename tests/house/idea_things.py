"""One of everything that residents' ideas of the tested city have; what a resident brings is Haru's."""

import io
from typing import Any

from PIL import Image

from madang.city.kernel import clock
from madang.city.people.tests import builders as people
from madang.city.proposals.models import ModerationCase
from madang.city.proposals.rules.comments import Side
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.writing import Writing
from madang.city.proposals.services import co_authors, comments, moderation, opinions, pictures, writing

TEXT = "Buses stop in the sun all summer. A roof of leaves over each stop would help everybody who waits."


def things_of_ideas(haru: int) -> dict[str, Any]:
    """Return the names of one of each, for addresses."""
    by, now = people.viewer_for(haru), clock.now()
    idea = writing.begin(writing=Writing(title="Shade at stops", text=TEXT, topic="transport"), by=by, now=now)
    shown = pictures.add_picture(reference=idea, data=_photo(), alternative="A stop", by=by, now=now)
    writing.publish(reference=idea, shown=Shown.NAME, by=by, now=now)
    draft = writing.begin(writing=Writing(title="A ferry", text=TEXT), by=by, now=now)
    kept = pictures.add_picture(reference=draft, data=_photo(), alternative="The river", by=by, now=now)
    invitation = co_authors.invite(reference=draft, called="Sora", by=by, now=now)
    comment = comments.write(
        reference=idea, side=Side.FOR, text="Grandparents wait there.", language="en", by=by, now=now
    ).public_id
    about = f"comment:{comment}"
    moderation.report(about=about, reason="off_topic", note="", by=people.viewer_for(people.resident("Choi Min")), now=now)
    clerk = people.viewer_for(people.staff(department_code="parking"))
    return {
        "idea_comment": comment, "moderated": ModerationCase.objects.get(about=about).public_id,
        "talk": opinions.open_conversation(question={"en": "What shall the square be like?"}, topic="transport", by=clerk, now=now),
        "idea": idea, "idea_picture": shown, "idea_draft": draft, "idea_draft_picture": kept, "idea_invitation": invitation,
    }  # fmt: skip


def _photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "PNG")
    return kept.getvalue()
