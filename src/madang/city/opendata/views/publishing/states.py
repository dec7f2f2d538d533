"""States of data sets and versions as publishers read them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.city.kernel import clock
from madang.city.kernel.text import text_key
from madang.city.look.parts import Step as Stage
from madang.city.look.parts import Tag
from madang.city.look.words.dates import date_table
from madang.city.opendata.queries.versions import VersionView
from madang.city.opendata.rules.progress import Step
from madang.city.opendata.rules.states import DatasetState, VersionState

_DATASETS: Mapping[DatasetState, Tag] = {
    DatasetState.DRAFT: Tag(gettext_lazy("Draft"), "plain"),
    DatasetState.PUBLISHED: Tag(gettext_lazy("Public"), "go"),
    DatasetState.WITHDRAWN: Tag(gettext_lazy("Taken back"), "stop"),
}
_VERSIONS: Mapping[VersionState, Tag] = {
    VersionState.RECEIVED: Tag(gettext_lazy("Received"), "plain"),
    VersionState.READING: Tag(gettext_lazy("Being read"), "accent"),
    VersionState.FAILED: Tag(gettext_lazy("Not read"), "stop"),
    VersionState.AT_GATE: Tag(gettext_lazy("Your turn"), "act"),
    VersionState.PUBLISHED: Tag(gettext_lazy("Public"), "go"),
    VersionState.DISCARDED: Tag(gettext_lazy("Thrown away"), "plain"),
}
STEPS: Mapping[Step, Any] = {
    Step.WAITING: gettext_lazy("Waiting for its turn"),
    Step.FETCHING: gettext_lazy("Fetching the file"),
    Step.SNIFFING: gettext_lazy("Finding out how it is written"),
    Step.READING: gettext_lazy("Reading every row"),
    Step.TYPING: gettext_lazy("Deciding the types on all rows"),
    Step.SORTING: gettext_lazy("Sorting"),
    Step.PROFILING: gettext_lazy("Counting what stands in each column"),
    Step.STORING: gettext_lazy("Putting it away"),
    Step.COMPARING: gettext_lazy("Comparing with the version before"),
    Step.INSPECTING: gettext_lazy("Looking for personal data"),
    Step.DONE: gettext_lazy("Read to the end"),
}


def dataset_tag(state: DatasetState) -> Tag:
    """Return a data set's state as a tag."""
    return _DATASETS[state]


def version_tag(version: VersionView) -> Tag:
    """Return a version's state as a tag; one that waits for its embargo's end says so."""
    return Tag(_("Waits for its day"), "accent") if version.waits_until else _VERSIONS[version.state]


def stages(version: VersionView) -> list[Stage]:
    """Return the way of a file to everybody: received, read, looked through, public."""
    at = {
        VersionState.RECEIVED: 1,
        VersionState.READING: 1,
        VersionState.FAILED: 1,
        VersionState.AT_GATE: 2,
        VersionState.PUBLISHED: 4,
    }.get(version.state, 0)
    lang = text_key()
    labels = (_("Received"), _("Read through"), _("Looked through"), _("Public"))
    notes = [date_table(clock.today(version.made_at), lang), "", "", ""]
    if version.published_at:
        notes[3] = date_table(clock.today(version.published_at), lang)
    turn = {VersionState.FAILED: "late", VersionState.AT_GATE: "act"}.get(version.state, "")
    return [
        Stage(label, note, "done" if place < at else "now" if place == at else "next", turn if place == at else "")
        for place, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]
