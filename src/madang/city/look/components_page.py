"""What the page of all parts shows: one form, one of each value."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.money import Money
from madang.city.look import charts, icons
from madang.city.look.fields import DateField, OneTimeCodeField
from madang.city.look.parts import Answer, Column, Door, Figure, Happening, Page, Row, Step, Tab, Table, Tag

ZONE = ZoneInfo("Asia/Seoul")


class SampleForm(forms.Form):
    """Every kind of field."""

    full_name = forms.CharField(label=_("Full name"), help_text=_("As on the birth certificate, in any script"))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    born = DateField(label=_("When was Haru born?"), help_text=_("For example, 14 3 2024"))
    district = forms.ChoiceField(
        label=_("District"), choices=[("", _("Choose a district")), ("byeolbit", "Byeolbit"), ("naru", "Naru")]
    )
    hours = forms.ChoiceField(
        label=_("Which hours do you need?"),
        widget=forms.RadioSelect,
        choices=[("day", _("Daytime")), ("long", _("Long day")), ("evening", _("Evening"))],
    )
    needs = forms.MultipleChoiceField(
        label=_("Does Haru need any of this?"),
        help_text=_("Leave empty if not. It never lowers your chance."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("food", _("Meals without some foods")), ("help", _("Help with moving, seeing or hearing"))],
    )
    more = forms.CharField(label=_("Tell us more"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    cost = forms.IntegerField(label=_("Cost"), required=False)
    letter = forms.FileField(label=_("Letter from your employer"), help_text=_("A photo or a PDF, up to 10 MB"), required=False)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    code = OneTimeCodeField(label=_("Code from our e-mail"))
    agree = forms.BooleanField(
        label=_("The city may look up our family register"), help_text=_("Only for this case. You can see who looked, and when.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["hours"].option_hints = {  # type: ignore[attr-defined]
            "day": "7:30 - 16:00",
            "long": "7:30 - 19:30",
            "evening": _("Until 22:00. We will ask for a letter from your employer or school."),
        }


def everything() -> dict[str, Any]:
    """Return the context of the page of all parts."""
    typed = {
        "full_name": "Park Haru",
        "email": "haru",
        "born_day": "14",
        "born_month": "3",
        "born_year": "",
        "code": "12",
        "needs": ["food"],
    }
    return (
        _case()
        | _lists()
        | {
            "empty_form": SampleForm(prefix="a", initial={"born": date(2024, 3, 14), "hours": "day"}),
            "other_form": SampleForm(prefix="b"),
            "wrong_form": SampleForm(typed),
            "icon_names": sorted(icons.symbols()),
            "colours": (
                ("ground", "sheet", "recess", "line", "field", "muted", "ink"),
                ("accent", "accent-strong", "accent-edge", "accent-tint"),
                ("act", "act-tint", "go", "go-tint", "heed", "heed-tint", "stop", "stop-tint"),
                ("c1", "c2", "c3", "c4", "c5", "c6"),
                ("q1", "q2", "q3", "q4", "q5", "q6"),
                ("d1", "d2", "d3", "d4", "d5", "d6", "d7"),
            ),
            "day": date(2026, 11, 27),
            "instant": datetime(2026, 11, 20, 9, 12, tzinfo=ZONE),
            "amount": Money(84_000_000, "KRW"),
            "bar_chart": charts.bars(
                title=_("Most applications come by phone"),
                sub=_("Applications in November 2026"),
                name="ways-in",
                label=_("Way in"),
                value=_("Applications"),
                rows=[(_("Phone"), 1204), (_("Computer"), 873), (_("Counter"), 412), (_("Post"), 61)],
            ),
            "line_chart": charts.lines(
                title=_("Answered in time"),
                sub=_("Share of cases answered within the promise, in percent"),
                name="in-time",
                label=_("Month"),
                value=_("Percent"),
                rows=[("2026-06", 88), ("2026-07", 90), ("2026-08", 89), ("2026-09", 92), ("2026-10", 95), ("2026-11", 94)],
                limit=(90, _("promise")),
            ),
        }
    )


def _case() -> dict[str, Any]:
    steps = [
        Step(_("Sent"), _("18 Nov"), "done"),
        Step(_("Received"), _("18 Nov"), "done"),
        Step(_("Waiting for you"), _("until 27 Nov"), "now", "act"),
        Step(_("In review"), _("childcare office")),
        Step(_("Decision"), _("11 Dec if you answer Monday")),
        Step(_("Place starts"), _("1 Mar 2027")),
    ]
    return {
        "steps": steps,
        "late_steps": [
            Step(_("Sent"), _("3 Oct"), "done"),
            Step(_("Answer late"), _("was due 14 Nov"), "now", "late"),
            Step(_("Decision")),
        ],
        "entries": [
            Happening(
                _("Decision"), _("by Friday 11 December"), text=_("The clock stands still while we wait for you."), state="next"
            ),
            Happening(
                _("We asked you for a document"),
                datetime(2026, 11, 20, 9, 12, tzinfo=ZONE),
                _("by Lee Minseo, childcare office"),
                state="act",
            ),
            Happening(_("You sent the application"), datetime(2026, 11, 18, 14, 21, tzinfo=ZONE), _("from your phone")),
        ],
        "answers": [
            Answer(_("Name"), "Park Haru", "#name"),
            Answer(_("Born"), date(2024, 3, 14), "#born"),
            Answer(_("Hours"), _("Evening"), "#hours"),
        ],
        "figures": [
            Figure("12", _("To fill in"), _("minutes")),
            Figure("15", _("Our answer within"), _("working days")),
            Figure("₩0", _("It costs")),
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        "rows": [
            Row(
                _("Childcare place for Haru"),
                "#1",
                _("Send us one document so that we can go on"),
                tag=Tag(_("Your turn"), "act", "warning"),
                side=_("by 27 Nov"),
            ),
            Row(
                _("Senior bus pass for Park Soon-ja"),
                "#2",
                meta=[_("Transport office"), "MD-7K3F-92"],
                tag=Tag(_("In review"), "accent"),
                side=_("answer by 4 Dec"),
            ),
        ],
        "doors": [
            Door(_("Having a child"), "#3", "child", _("Registration, benefit, health visits")),
            Door(_("Moving house"), "#4", "truck", _("New address, parking, bulky waste")),
            Door(_("Growing older"), "#5", "elder", _("Bus pass, home care, safety calls")),
            Door(_("Losing someone"), "#6", "candle", _("Death, inheritance, bereavement help")),
        ],
        "small_doors": [
            Door(_("Housing"), "#7", count=112),
            Door(_("Health"), "#8", count=64),
            Door(_("Transport"), "#9", count=88),
        ],
        "tags": [
            (_("Received"), "plain", ""),
            (_("In review"), "accent", ""),
            (_("Your turn"), "act", "warning"),
            (_("Due soon"), "heed", "clock"),
            (_("Granted"), "go", "check"),
            (_("Late"), "stop", "clock"),
            (_("Housing"), "line", ""),
        ],
        "tab_items": [Tab(_("Open"), "#open", 14, True), Tab(_("Decided"), "#decided", 231), Tab(_("All"), "#all")],
        "page": Page("#next", "#previous", _("17 to 32 of 187")),
        "table": Table(
            _("Open cases, due first"),
            [
                Column(_("Applicant")),
                Column(_("Service")),
                Column(_("Due"), sort_url="#due", sorted="ascending"),
                Column(_("Days left"), numeric=True),
            ],
            [
                ("Kim Dohyun", _("Small building works"), _("19 Nov"), "-2"),
                ("Park Soon-ja", _("Senior bus pass"), _("24 Nov"), "2"),
            ],
        ),
        "cases": [
            ("MD-7K3F-92", "Kim Dohyun", _("Small building works"), _("2 days late"), "md-late"),
            ("MD-4P8D-11", "Liu Fang", _("Business registration"), _("10 days"), ""),
        ],
    }
