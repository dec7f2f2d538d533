"""Plain Django forms become markup in which every hint and every error is tied to its control."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from madang.city.look.fields import DateField
from madang.city.look.tests.builders import FILLED, EveryField


class Tree(HTMLParser):
    """Collects elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.elements.append((tag, dict(attrs)))

    def by_id(self, identity: str) -> tuple[str, dict[str, str | None]]:
        """Return the element with this id."""
        return next(element for element in self.elements if element[1].get("id") == identity)


def printed(form: forms.Form) -> Tree:
    with translation.override("en"):
        return Tree(Template("{% load look %}{% error_summary form %}{% all_fields form %}").render(Context({"form": form})))


def test_every_id_stands_once_and_every_reference_leads_somewhere() -> None:
    for form in (EveryField(), EveryField({}), EveryField(FILLED)):
        tree = printed(form)
        ids = [attrs["id"] for _tag, attrs in tree.elements if attrs.get("id")]
        assert len(ids) == len(set(ids))
        for _tag, attrs in tree.elements:
            for reference in (attrs.get("for"), *(attrs.get("aria-describedby") or "").split()):
                assert not reference or reference in ids, reference


def test_every_control_that_is_seen_has_a_label() -> None:
    tree = printed(EveryField())
    labelled = {attrs.get("for") for tag, attrs in tree.elements if tag == "label"}
    for tag, attrs in tree.elements:
        if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden":
            assert attrs["id"] in labelled, attrs


def test_nothing_carries_a_style_or_a_script() -> None:
    for _tag, attrs in printed(EveryField({})).elements:
        assert not [name for name in attrs if name == "style" or name.startswith("on")]


def test_each_error_of_the_summary_leads_to_a_control_that_says_it() -> None:
    tree = printed(EveryField({}))
    targets = [
        attrs["href"].removeprefix("#") for tag, attrs in tree.elements if tag == "a" and attrs.get("href", "").startswith("#")
    ]
    assert len(targets) == len(EveryField({}).errors) == 8
    for target in targets:
        tag, attrs = tree.by_id(target)
        assert tag in ("input", "select", "textarea")
        if attrs.get("type") not in ("radio",):
            assert attrs.get("aria-invalid") == "true", target


def test_a_bare_required_becomes_a_sentence_that_names_the_field() -> None:
    with translation.override("en"):
        html = Template("{% load look %}{% error_summary form %}").render(Context({"form": EveryField({})}))
    assert "Fill in “Name”" in html
    assert "Choose an answer to “Hours”" in html
    assert "This field is required" not in html


def test_what_was_typed_is_kept_but_never_a_password() -> None:
    tree = printed(EveryField(FILLED | {"name": '"><script>'}))
    assert tree.by_id("id_name")[1]["value"] == '"><script>'
    assert tree.by_id("id_born_year")[1]["value"] == "2024"
    assert "checked" in tree.by_id("id_hours_1")[1]
    assert "checked" in tree.by_id("id_needs_0")[1]
    assert "checked" in tree.by_id("id_agree")[1]
    assert not tree.by_id("id_secret")[1].get("value")


def test_a_code_is_read_without_its_gaps() -> None:
    form = EveryField(FILLED)
    form.is_valid()
    assert form.cleaned_data["code"] == "123456"


class Birthday(forms.Form):
    """A date with bounds."""

    born = DateField(least=date(2020, 1, 1), most=date(2026, 12, 31))


def born(day: str, month: str, year: str) -> Birthday:
    return Birthday({"born_day": day, "born_month": month, "born_year": year})


def test_three_boxes_become_a_date() -> None:
    form = born(" 14", "03", "2024")
    assert form.is_valid()
    assert form.cleaned_data["born"] == date(2024, 3, 14)


@pytest.mark.parametrize(
    ("typed", "words", "wrong"),
    [
        (("14", "3", ""), "Enter the year too, for example 2024", ["year"]),
        (("31", "2", "2024"), "31 2 2024 is not a day of the calendar", ["day", "month", "year"]),
        (("14", "March", "2024"), "Write the date in numbers, for example 14 3 2024", ["month"]),
        (("١٤", "3", "2024"), "Write the date in numbers, for example 14 3 2024", ["day"]),
        (("14", "3", "99999999999"), "14 3 99999999999 is not a day of the calendar", ["day", "month", "year"]),
        (("14", "3", "2019"), "Enter a date of 2020-01-01 or later", ["day", "month", "year"]),
        (("", "", ""), "Enter a date, for example 14 3 2024", ["day", "month", "year"]),
    ],
)
def test_a_wrong_date_says_which_box(typed: tuple[str, str, str], words: str, wrong: list[str]) -> None:
    with translation.override("en"):
        form = born(*typed)
        assert form.errors["born"] == [words]
        tree = printed(form)
        marked = [part for part in ("day", "month", "year") if tree.by_id(f"id_born_{part}")[1].get("aria-invalid")]
    assert marked == wrong


def test_korean_and_chinese_ask_for_the_year_first() -> None:
    for language, first in (("en", "born_day"), ("ko", "born_year"), ("zh-hans", "born_year")):
        with translation.override(language):
            context = Birthday().fields["born"].widget.get_context("born", None, {})
        assert context["widget"]["parts"][0]["name"] == first
