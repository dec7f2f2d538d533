"""The look's tags and filters. docs/explain/look.md shows each; tags print, they do not decide."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from madang.city.kernel import clock
from madang.city.kernel.money import Money
from madang.city.kernel.registries import navigation
from madang.city.kernel.text.languages import text_key
from madang.city.look import icons
from madang.city.look.field_views import field_view
from madang.city.look.words import dates, numbers

register = template.Library()

TAG_CLASSES = {
    "plain": "",
    "accent": "govuk-tag--turquoise",
    "act": "govuk-tag--orange",
    "go": "govuk-tag--green",
    "heed": "govuk-tag--yellow",
    "stop": "govuk-tag--red",
    "line": "govuk-tag--line",
}
MOST_STANDING = 200
_SELECTED = {True: SafeString(" selected"), False: ""}
BANNER_ICONS = {"accent": "info", "act": "warning", "go": "check", "heed": "warning", "stop": "warning"}


# Choices


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """The options of a select from (value, label) pairs, in one go however many there are."""
    return format_html_join(
        "", '<option value="{}"{}>{}</option>', ((value, _SELECTED[value == chosen], label) for value, label in choices)
    )


# Words


def _local(value: Any) -> Any:
    """Return an instant in the city's time zone; days stay as they are."""
    return value.astimezone(clock.city_zone()) if isinstance(value, datetime) and value.tzinfo else value


def _this_year() -> int:
    return clock.today(clock.now()).year


@register.filter("date_words")
def date_words(day: date | None) -> str:
    """Friday 27 November / 2026년 11월 27일 금요일 / 2026 年 11 月 27 日 星期五."""
    return dates.date_words(_local(day), text_key(), _this_year()) if day else ""


@register.filter("date_plain")
def date_plain(day: date | None) -> str:
    """14 March 2024 / 2024년 3월 14일 / 2024 年 3 月 14 日."""
    return dates.date_plain(_local(day), text_key()) if day else ""


@register.filter("date_table")
def date_table(day: date | None) -> str:
    """27 Nov / 11월 27일 / 11 月 27 日."""
    return dates.date_table(_local(day), text_key(), _this_year()) if day else ""


@register.filter("time_words")
def time_words(moment: datetime | time | None) -> str:
    """14:00."""
    return dates.time_words(_local(moment)) if moment else ""


@register.filter("moment")
def moment(value: datetime | None) -> str:
    """Friday 20 November, 09:12."""
    return dates.moment_words(_local(value), text_key(), _this_year()) if value else ""


@register.filter
def day_and_time(value: datetime | None) -> str:
    """20 Nov 09:12, for tables."""
    return f"{date_table(value)} {time_words(value)}" if value else ""


def _time_element(value: Any, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', _local(value).isoformat(), words) if value else SafeString("")


@register.simple_tag(name="date_words")
def date_words_tag(day: date | None) -> SafeString:
    """A day with its weekday, as a time element."""
    return _time_element(day, date_words(day))


@register.simple_tag(name="date_plain")
def date_plain_tag(day: date | None) -> SafeString:
    """A day with its year, as a time element."""
    return _time_element(day, date_plain(day))


@register.simple_tag(name="date_table")
def date_table_tag(day: date | None) -> SafeString:
    """A short day, as a time element."""
    return _time_element(day, date_table(day))


@register.simple_tag(name="time_words")
def time_words_tag(value: datetime | None) -> SafeString:
    """A time of day, as a time element."""
    return _time_element(value, time_words(value))


@register.simple_tag(name="moment")
def moment_tag(value: datetime | None) -> SafeString:
    """A day and a time, as a time element."""
    return _time_element(value, moment(value))


@register.filter
def when(value: Any) -> str:
    """Words for an instant, a day, or words as they are."""
    if isinstance(value, datetime):
        return moment(value)
    return date_words(value) if isinstance(value, date) else str(value or "")


@register.filter
def plain(value: Any) -> Any:
    """Days, instants and money in words; all else as it is."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return date_plain(value)
    return money(value) if isinstance(value, Money) else value


@register.filter
def money(amount: Any) -> str:
    """An exact amount: ₩84,000,000 / 84,000,000원 / 84,000,000 韩元."""
    return numbers.money(amount.amount_minor, amount.currency, amount.digits, text_key()) if amount is not None else ""


@register.filter
def money_words(amount: Any) -> str:
    """A round amount: ₩84 million / 8,400만 원 / 8400 万韩元."""
    return numbers.money_words(amount.amount_minor, amount.currency, amount.digits, text_key()) if amount is not None else ""


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """23,100."""
    return "" if value in (None, "") else numbers.number(value, decimals)


@register.filter
def percent(share: Any, decimals: int = 0) -> str:
    """A share of 0 to 1 in percent: 94 %."""
    return "" if share in (None, "") else numbers.percent(share, text_key(), decimals)


@register.filter
def person_name(person: Any) -> SafeString:
    """A person's name in its own order, kept apart from the direction of the text around it."""
    return format_html("<bdi>{}</bdi>", getattr(person, "name", person) or "")


@register.simple_tag(name="icon")
def icon(name: str, size: str = "", label: str = "", css: str = "") -> SafeString:
    """An icon of the set."""
    return icons.svg(name, size=size, label=label, css=css)


# Form fields


@register.simple_tag
def field(bound: Any, **options: Any) -> SafeString:
    """A plain Django form field as accessible markup. Options: label_size, width, prefix, suffix, hint, inline."""
    view = field_view(bound, hint=options.pop("hint", None), width=str(options.pop("width", "")))
    return render_to_string("look/components/field.html", {"field": view, "bound": bound} | options)


@register.inclusion_tag("look/components/all_fields.html")
def all_fields(form: Any) -> dict[str, Any]:
    """Every field of a form, hidden ones too."""
    return {"form": form}


@register.inclusion_tag("look/components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """The box at the top that names every error and leads to its field."""
    found: list[dict[str, str]] = []
    for form in forms:
        if form is None or not form.errors:
            continue
        found += [{"message": message, "target": ""} for message in form.non_field_errors()]
        for bound in form:
            view = field_view(bound)
            found += [{"message": message, "target": view.target} for message in view.errors]
    return {"problems": found}


# Parts of a page


@register.inclusion_tag("look/components/state_bar.html")
def state_bar(steps: Sequence[Any], label: str = "") -> dict[str, Any]:
    """Where something stands, in at most seven steps."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("look/components/timeline.html")
def timeline(entries: Sequence[Any], in_sheet: bool = True) -> dict[str, Any]:
    """What happened, newest first."""
    return {"entries": entries, "in_sheet": in_sheet}


@register.inclusion_tag("look/components/summary.html")
def summary(rows: Sequence[Any], narrow: bool = False, plain: bool = False) -> dict[str, Any]:
    """Questions and answers, each with a link that changes it."""
    return {"rows": rows, "narrow": narrow, "plain": plain}


@register.inclusion_tag("look/components/figures.html")
def figures(items: Sequence[Any]) -> dict[str, Any]:
    """Large figures in one sheet."""
    return {"items": items}


@register.inclusion_tag("look/components/rows.html")
def rows(items: Sequence[Any], side: bool = True) -> dict[str, Any]:
    """A list in one sheet; each row is one target."""
    return {"items": items, "side": side}


@register.inclusion_tag("look/components/doors.html")
def doors(items: Sequence[Any], columns: str = "", small: bool = False) -> dict[str, Any]:
    """The lattice: cells that lead somewhere."""
    return {"items": items, "columns": str(columns), "small": small}


@register.simple_tag(name="tag")
def tag(words: Any, kind: str = "plain", icon: str = "") -> SafeString:
    """A state in at most two words."""
    shape = icons.svg(icon) if icon else ""
    return format_html('<strong class="govuk-tag {}">{}{}</strong>', TAG_CLASSES[kind], shape, words)


@register.simple_block_tag
def banner(content: str, kind: str = "accent", title: Any = "", icon: str = "") -> SafeString:
    """At most one on a page, at the top."""
    context = {"content": content, "kind": kind, "title": title, "icon": icon or BANNER_ICONS[kind]}
    return render_to_string("look/components/banner.html", context)


@register.simple_tag
def bar(share: Any, kind: str = "", mark: Any = None) -> SafeString:
    """A bar filled to a share of 0 to 1, with a mark if there is a target. Its words stand beside it."""
    width = f"{min(max(float(share), 0.0), 1.0) * 100:.6g}%"
    line = SafeString("")
    if mark is not None:
        line = format_html('<rect class="md-bar__mark" x="{}%" width="2" height="100%"/>', f"{float(mark) * 100:.6g}")
    return format_html(
        '<svg class="md-bar {}" aria-hidden="true" focusable="false"><rect width="{}" height="100%" rx="5"/>{}</svg>',
        f"md-bar--{kind}" if kind else "",
        width,
        line,
    )


@register.inclusion_tag("look/components/progress.html")
def progress(done: float, total: float, words: Any = "", left: Any = "", cancel_url: str = "") -> dict[str, Any]:
    """A bar with words, the time left and a way to cancel."""
    share = done / total if total else 0
    return {"share": share, "done": done, "total": total, "words": words, "left": left, "cancel_url": cancel_url}


@register.inclusion_tag("look/components/crumbs.html")
def crumbs(*pairs: Any) -> dict[str, Any]:
    """Breadcrumbs: label, address, label, address."""
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("look/components/back.html")
def back(url: str, label: Any = "") -> dict[str, Any]:
    """The way back."""
    return {"url": url, "label": label}


@register.inclusion_tag("look/components/tabs.html")
def tabs(items: Sequence[Any], label: Any = "") -> dict[str, Any]:
    """Tabs that are pages of their own."""
    return {"items": items, "label": label}


@register.inclusion_tag("look/components/nav.html", takes_context=True)
def staff_nav(context: Any) -> dict[str, Any]:
    """The navigation of staff's own pages: what the viewer may open."""
    request = context["request"]
    return {"nav": navigation.staff_entries(request.path, request.viewer)}


@register.inclusion_tag("look/components/paginate.html")
def paginate(page: Any) -> dict[str, Any]:
    """The neighbours of a page of a list."""
    return {"page": page}


@register.inclusion_tag("look/components/empty.html", takes_context=True)
def empty(context: Any, title: Any, text: Any = "", **options: Any) -> dict[str, Any]:
    """What would be here, one way on, and the telephone."""
    return {"title": title, "text": text, "city": context.get("city"), "icon": "search"} | options


@register.inclusion_tag("look/components/search_box.html")
def search_box(url: str, **options: Any) -> dict[str, Any]:
    """A search field that suggests while one types; a plain form without script."""
    return {"url": url, "id": "q", "name": "q"} | options


@register.inclusion_tag("look/components/data_table.html")
def data_table(table: Any, dense: bool = False, stacked: bool = True) -> dict[str, Any]:
    """A table that becomes a list of records on a phone."""
    return {"table": table, "dense": dense, "stacked": stacked}


@register.inclusion_tag("look/components/failures.html", takes_context=True)
def failures(context: Any, failures: Any) -> dict[str, Any]:
    """What was given up, each with a button that tries it again."""
    return {"failures": failures, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("look/components/chart.html")
def chart(chart: Any, level: int = 2) -> dict[str, Any]:
    """A chart in its frame: the picture, and its table one tap away."""
    return {"chart": chart, "level": level}


@register.simple_tag
def url_or_none(name: str, *parts: Any) -> str:
    """Return the address of a named page, or nothing where a system is not built yet."""
    return _address(name, parts, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=500)
def _address(name: str, parts: tuple[Any, ...], urlconf: str | None, prefix: str) -> str:
    try:
        return reverse(name, urlconf=urlconf, args=parts)
    except NoReverseMatch:
        return ""


_standing: dict[tuple[Any, ...], SafeString] = {}


@register.simple_tag(takes_context=True)
def standing(context: Any, part: str) -> SafeString:
    """A part of every page that changes with nothing but the language and the city: rendered once for each."""
    city = context.get("city") or {}
    key = (part, get_language(), *map(str, city.values()))
    if key not in _standing:
        if len(_standing) > MOST_STANDING:
            _standing.clear()
        _standing[key] = render_to_string(f"look/components/{part}.html", {"city": city})
    return _standing[key]


@register.filter
def with_columns(row: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Return the cells of a row, each with its column."""
    return list(zip(row, columns, strict=True))
