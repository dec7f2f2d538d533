"""What a caseworker chooses at the gate: for each finding a measure, and a reason for whatever stays."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.opendata.rules.disclosure import Choice, Decision, Finding, Kind, Measure, Reason, remedies
from madang.city.opendata.rules.disclosure.decisions import LEAST_K, LONGEST_WORDS, MOST_K

REASONS = {
    Reason.OFFICE: _("It is an office's, not a person's"),
    Reason.NOT_PERSONAL: _("It is about nobody: the gate is wrong here"),
    Reason.LAW: _("A law has it published"),
    Reason.CONSENT: _("Everybody in it has agreed"),
    Reason.OTHER: _("Another reason"),
}
PLACES = {"1": _("About 10 kilometres"), "2": _("About 1 kilometre"), "3": _("About 100 metres")}


class GateForm(forms.Form):
    """One choice for each finding, by its number, and the threshold.

    labels  by finding's key, what each measure is called;  hints: what it does
    """

    def __init__(
        self,
        *args: Any,
        findings: Sequence[Finding],
        labels: Mapping[str, Mapping[Measure, Any]],
        hints: Mapping[str, Mapping[Measure, Any]],
        k: int,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.findings = tuple(findings)
        for number, finding in enumerate(self.findings):
            self._add(number, finding, labels[finding.key], hints[finding.key])
        if any(finding.kind is Kind.SMALL_CELLS for finding in self.findings):
            self.fields["k"] = forms.IntegerField(
                label=_("A count is small below"),
                initial=k,
                min_value=LEAST_K,
                max_value=MOST_K,
                help_text=_("Ten is usual. A larger number hides more."),
            )
        self.k = k

    def _add(self, number: int, finding: Finding, labels: Mapping[Measure, Any], hints: Mapping[Measure, Any]) -> None:
        offered = remedies(finding.kind)
        measure = forms.ChoiceField(
            label=_("What is done about it?"),
            choices=[(one.value, labels[one]) for one in offered],
            initial=finding.remedy.value,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what is done about it")},
        )
        measure.option_hints = {one.value: hints[one] for one in offered}  # type: ignore[attr-defined]
        self.fields[f"measure-{number}"] = measure
        if finding.kind is Kind.COORDINATES:
            self.fields[f"number-{number}"] = forms.ChoiceField(
                label=_("How exact may the place be?"), choices=list(PLACES.items()), initial="2", required=False
            )
        office = Reason.OFFICE.value if finding.remedy is Measure.KEEP else ""
        self.fields[f"reason-{number}"] = forms.ChoiceField(
            label=_("Why may it be published?"),
            choices=[("", _("Choose a reason")), *((reason.value, words) for reason, words in REASONS.items())],
            initial=office,
            required=False,
        )
        self.fields[f"words-{number}"] = forms.CharField(
            label=_("In your words"),
            max_length=LONGEST_WORDS,
            required=False,
            help_text=_("For example the law and its article."),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where something stays as it is."""
        told = super().clean() or {}
        for number in range(len(self.findings)):
            if told.get(f"measure-{number}") != Measure.KEEP.value:
                continue
            if not told.get(f"reason-{number}"):
                self.add_error(f"reason-{number}", _("Say why it may be published"))
            elif told[f"reason-{number}"] == Reason.OTHER.value and not told.get(f"words-{number}"):
                self.add_error(f"words-{number}", _("Write the reason"))
        return told

    def decision(self) -> Decision:
        """Return what was chosen."""
        return Decision(tuple(self._choice(number, one) for number, one in enumerate(self.findings)), self.chosen_k())

    def chosen_k(self) -> int:
        """Return the threshold, the usual one where none was asked for or what was typed is none."""
        return int(getattr(self, "cleaned_data", {}).get("k") or self.k)

    def _choice(self, number: int, finding: Finding) -> Choice:
        told = self.cleaned_data
        measure = Measure(told[f"measure-{number}"])
        places = told.get(f"number-{number}")
        is_kept = measure is Measure.KEEP
        return Choice(
            measure,
            finding.key,
            number=float(places) if places and measure is Measure.COARSEN else None,
            reason=Reason(told[f"reason-{number}"]) if is_kept else None,
            words=told[f"words-{number}"] if is_kept else "",
        )
