"""What the gate says of its findings and measures."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from madang.city.kernel.refusals import sentence
from madang.city.look.parts import Tag
from madang.city.opendata.rules.disclosure import Certainty, Finding, Kind, Measure
from madang.city.opendata.services.gate import Preview

KINDS: Mapping[Kind, tuple[Any, Any]] = {
    Kind.PERSON_NAME: (gettext_lazy("Names of persons"), gettext_lazy("Whoever reads them knows whom each row is about.")),
    Kind.PHONE: (
        gettext_lazy("Telephone numbers"),
        gettext_lazy("A person's number leads to the person and brings unwanted calls. An office's number may be known."),
    ),
    Kind.EMAIL: (gettext_lazy("E-mail addresses"), gettext_lazy("They often hold a name, and bring unwanted mail.")),
    Kind.RESIDENT_NUMBER: (
        gettext_lazy("Resident registration numbers"),
        gettext_lazy("The law forbids to publish them: they open accounts and contracts in a person's name."),
    ),
    Kind.CHINESE_ID: (
        gettext_lazy("Chinese identity numbers"),
        gettext_lazy("They name one person for life, with birthplace and birthday."),
    ),
    Kind.PASSPORT: (gettext_lazy("Passport numbers"), gettext_lazy("They can be used in a person's name.")),
    Kind.PAYMENT_CARD: (gettext_lazy("Numbers of payment cards"), gettext_lazy("Money can be taken with them.")),
    Kind.BANK_ACCOUNT: (gettext_lazy("Bank accounts"), gettext_lazy("They can be used in a person's name.")),
    Kind.ADDRESS: (gettext_lazy("Addresses"), gettext_lazy("A home's address tells who lives there.")),
    Kind.COORDINATES: (
        gettext_lazy("Exact places"),
        gettext_lazy(
            "A point on the map that is exact to some metres is an address. Where the rows are about persons, it is a home."
        ),
    ),
    Kind.IP_ADDRESS: (gettext_lazy("Internet addresses"), gettext_lazy("They lead to a household or a device.")),
    Kind.VEHICLE_PLATE: (gettext_lazy("Vehicle plates"), gettext_lazy("They lead to the keeper, and show where a car was.")),
    Kind.BIRTH_DATE: (
        gettext_lazy("Dates of birth"),
        gettext_lazy("With a neighbourhood and a sex, the day of birth is enough to know most people."),
    ),
    Kind.SMALL_CELLS: (
        gettext_lazy("Small counts"),
        gettext_lazy(
            "Who knows the place knows who the two or three are. Hiding the small numbers alone is not enough:"
            " totals give them away, so some others are hidden with them."
        ),
    ),
}
CERTAINTIES: Mapping[Certainty, tuple[Any, str]] = {
    Certainty.CERTAIN: (gettext_lazy("Certain"), "stop"),
    Certainty.LIKELY: (gettext_lazy("Likely"), "heed"),
    Certainty.POSSIBLE: (gettext_lazy("Have a look"), "plain"),
    Certainty.OFFICE: (gettext_lazy("An office's?"), "accent"),
}
COARSER: Mapping[Kind, Any] = {
    Kind.ADDRESS: gettext_lazy("Keep the street, without the number"),
    Kind.COORDINATES: gettext_lazy("Tell the place less exactly"),
    Kind.IP_ADDRESS: gettext_lazy("Keep the first half of the address"),
    Kind.BIRTH_DATE: gettext_lazy("Keep the year of birth"),
}


def tag_of(finding: Finding) -> Tag:
    """Return how sure the gate is, as a tag."""
    words, kind = CERTAINTIES[finding.certainty]
    return Tag(words, kind)


def where(finding: Finding) -> str:
    """Return where it was found, in how many rows."""
    columns = ", ".join(finding.columns)
    if finding.kind is Kind.SMALL_CELLS:
        if finding.details.get("earlier"):
            words = ngettext(
                "%(columns)s: %(n)s count that an earlier version hid would be seen now",
                "%(columns)s: %(n)s counts that an earlier version hid would be seen now",
                finding.rows,
            )
        else:
            words = ngettext(
                "%(columns)s: %(n)s of %(whole)s counts is above zero and below %(k)s",
                "%(columns)s: %(n)s of %(whole)s counts are above zero and below %(k)s",
                finding.rows,
            )
    else:
        words = ngettext("%(columns)s: %(n)s row of %(whole)s", "%(columns)s: %(n)s rows of %(whole)s", finding.rows)
    numbers = {"n": f"{finding.rows:,}", "whole": f"{finding.details.get('whole', 0):,}", "k": finding.details.get("k", "")}
    return words % {"columns": columns, **numbers}


def labels(finding: Finding) -> dict[Measure, Any]:
    """Return what each measure is called for a finding."""
    small = finding.kind is Kind.SMALL_CELLS
    many = len(finding.columns) > 1
    return {
        Measure.DROP: _("Leave the columns out") if many else _("Leave the column out"),
        Measure.BLANK: _("Empty what was found"),
        Measure.COARSEN: COARSER.get(finding.kind, ""),
        Measure.SUPPRESS: _("Hide small counts, and what would give them away") if small else "",
        Measure.KEEP: _("Publish it as it is"),
    }


def hints(finding: Finding, preview: Preview | None) -> dict[Measure, Any]:
    """Return what each measure does, in numbers."""
    rows, whole = f"{finding.rows:,}", f"{finding.details.get('whole', 0):,}"
    return {
        Measure.DROP: _("All %(whole)s values of %(columns)s go; the rows stay.")
        % {"whole": whole, "columns": ", ".join([*finding.columns, *finding.details.get("resting", ())])},
        Measure.BLANK: _("%(rows)s of %(whole)s values become empty, the others stay.") % {"rows": rows, "whole": whole},
        Measure.COARSEN: _("All rows stay; %(rows)s values tell less.") % {"rows": rows},
        Measure.SUPPRESS: preview_words(preview) if preview else _("The table is long: ask above how much this hides."),
        Measure.KEEP: _("Nothing changes. Say why below; the reason is kept with the version."),
    }


def preview_words(preview: Preview) -> str:
    """Return what suppression hides, in words."""
    if preview.refusal is not None:
        return sentence(preview.refusal)
    parts = [
        _("Below %(k)s, %(hidden)s of %(cells)s counts become empty: %(small)s small, %(others)s for their sake.")
        % {
            "k": preview.k,
            "hidden": f"{preview.hidden:,}",
            "cells": f"{preview.cells:,}" if preview.cells else _("all"),
            "small": f"{preview.primary:,}",
            "others": f"{preview.complementary + preview.earlier:,}",
        }
    ]
    if preview.resting:
        words = ngettext(
            "%(n)s mean, sum or share that rests on them goes too.",
            "%(n)s means, sums and shares that rest on them go too.",
            preview.resting,
        )
        parts.append(words % {"n": f"{preview.resting:,}"})
    return " ".join(parts)
