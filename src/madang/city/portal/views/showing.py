"""A service's definition as its page prints it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from madang.city.kernel.money import Money
from madang.city.look.parts import Answer, Door, Figure, Happening, Row, Tag
from madang.city.look.templatetags.look import money, number
from madang.city.people.queries import Department
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.model import Clock, Deemed
from madang.city.portal.queries.catalogue import LinkedAuthority, ServiceFacts, ServiceLine
from madang.city.portal.queries.performance import Figures
from madang.city.portal.queries.subjects import LIFE_EVENTS, TOPICS, Subject
from madang.city.portal.views.texts import said, said_all

LANGUAGE_NAMES = {"en": "English", "ko": "한국어", "zh": "简体中文"}


def address(name: str, *parts: str) -> str:
    """Return the address of a page, "" where its room is not built yet."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def service_page(found: ServiceFacts, *, authority: Department | None, related: Sequence[ServiceLine]) -> dict[str, Any]:
    """Return the context of a service's page."""
    one = found.definition
    return {
        "service": found,
        "title": said(one.title),
        "summary": said(one.summary),
        "notice": said(one.notice),
        "paragraphs": [text for text in said_all(one.description) if text != said(one.summary)],
        "subject": _crumb(one),
        "start_url": address("portal:apply", found.slug) if one.can_be_applied_for and one.channels.web else "",
        "link": {"url": one.channels.link.url, "label": said(one.channels.link.label)} if one.channels.link else None,
        "figures": figures(one) if found.is_own else [],
        "conditions": [said(condition.text) for condition in one.eligibility],
        "evidence": [
            {"label": said(paper.label), "hint": said(paper.hint), "sometimes": bool(paper.when)} for paper in one.evidence
        ],
        "fees": fees(one),
        "cost_note": said(one.cost.note),
        "steps": steps(one, said(authority.name) if authority else _("The city")) if one.form else [],
        "counter": said(one.channels.counter),
        "phone": one.channels.phone,
        "post": said(one.channels.post),
        "about": about(found, authority),
        "outputs": [said(output.label) for output in one.outputs],
        "related": [line_row(line) for line in related],
    }


def _crumb(one: ServiceDefinition) -> dict[str, Any] | None:
    """Return the subject that the page lies under: the first life event, else the first topic."""
    for kind, codes, subjects in (("life-event", one.life_events, LIFE_EVENTS), ("topic", one.topics, TOPICS)):
        if codes and codes[0] in subjects:
            return {"label": subjects[codes[0]].label, "url": reverse("portal:subject", args=[kind, codes[0]])}
    return None


def figures(one: ServiceDefinition) -> list[Figure]:
    """Return the three figures: minutes to fill in, days to the answer, cost."""
    found = []
    if one.fill_minutes is not None and one.form:
        found.append(Figure(number(one.fill_minutes), _("To fill in"), _("minutes")))
    if one.processing_days is not None:
        found.append(_days(one.processing_days, one.processing_clock))
    found.append(Figure(_cost(one), pgettext("figure", "It costs")))
    return found


def _days(days: int, by: Clock) -> Figure:
    if not days:
        return Figure(_("At once"), _("Our answer"))
    unit = ngettext("working day", "working days", days) if by is Clock.WORKING else ngettext("day", "days", days)
    return Figure(number(days), _("Our answer within"), unit)


def _cost(one: ServiceDefinition) -> str:
    amounts = [fee.amount_minor for fee in one.cost.fees]
    if not any(amounts):
        return _("Nothing")
    least, most = (money(Money(amount, settings.CITY_CURRENCY)) for amount in (min(amounts), max(amounts)))
    return least if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}


def fees(one: ServiceDefinition) -> list[Answer]:
    """Return the fees as rows, where there is more than one."""
    if len(one.cost.fees) < 2:
        return []
    return [Answer(said(fee.label), money(Money(fee.amount_minor, settings.CITY_CURRENCY))) for fee in one.cost.fees]


def steps(one: ServiceDefinition, authority: str) -> list[Happening]:
    """Return what happens next, in order."""
    found = [Happening(_("You send the form"), text=_("You get a case number at once, and see each step here."), state="now")]
    checks = _("If something is missing, we ask you. The clock stops until you answer.")
    found.append(Happening(format_html(_("{} looks at it"), authority), text=checks, state="next"))
    found.append(Happening(_("You get an answer with its reasons"), text=_promise(one), state="next"))
    if one.workflow.appeal_days:
        within = ngettext(
            "Within %(days)s day. Somebody else decides.",
            "Within %(days)s days. Somebody else decides.",
            one.workflow.appeal_days,
        )
        found.append(
            Happening(_("If you disagree, you can object"), text=within % {"days": one.workflow.appeal_days}, state="next")
        )
    return found


def _promise(one: ServiceDefinition) -> str:
    days = one.processing_days or 0
    if not days:
        within = _("At once.")
    elif one.processing_clock is Clock.WORKING:
        within = ngettext("Within %(days)s working day.", "Within %(days)s working days.", days) % {"days": days}
    else:
        within = ngettext("Within %(days)s day.", "Within %(days)s days.", days) % {"days": days}
    missed = {
        Deemed.GRANTED: _("If we miss that time, your application counts as granted."),
        Deemed.REFUSED: _("If we miss that time, it counts as refused, and you can object."),
    }
    return f"{within} {missed.get(one.workflow.deemed, '')}".strip()


def about(found: ServiceFacts, authority: Department | None) -> list[Answer]:
    """Return the facts beside the text: who decides, how, by which law, in which languages."""
    one = found.definition
    rows = []
    if authority:
        rows.append(Answer(_("Who decides"), _link(reverse("portal:subject", args=["by", authority.code]), said(authority.name))))
    if one.workflow.four_eyes:
        rows.append(Answer(_("How it is decided"), _("Two people look at each decision.")))
    if one.law:
        name = said(one.law.name)
        rows.append(Answer(_("Law"), _link(one.law.url, name) if one.law.url else name))
    if not found.is_own:
        rows.append(Answer(_("National list"), f"{found.source.upper()} {found.external_id}"))
    spoken = [LANGUAGE_NAMES[lang] for lang in LANGUAGE_NAMES if one.title.get(lang)]
    rows.append(Answer(_("Languages"), ", ".join(spoken)))
    return rows


def promise(figures: Figures | None) -> dict[str, Any] | None:
    """Return how far the city keeps its word; None while too few cases were decided to say."""
    if figures is None or figures.share_in_time is None:
        return None
    words = ngettext(
        "%(count)s decision in the last 12 months", "%(count)s decisions in the last 12 months", figures.decided or 0
    )
    return {
        "share": figures.share_in_time,
        "words": words % {"count": number(figures.decided)},
        "url": address("portal:performance"),
    }


def _link(url: str, words: str) -> str:
    return format_html('<a href="{}">{}</a>', url, words)


def deep_links(chosen: LinkedAuthority) -> dict[str, Any]:
    """Return the links of an authority with words that say what they do."""
    words = {"apply": _("Apply"), "report": _("Report"), "pay": _("Pay"), "information": _("Read about it")}
    return {
        "code": chosen.code,
        "name": chosen.name,
        "links": [{"label": words[link.interaction], "url": link.url} for link in chosen.links],
    }


def line_row(line: ServiceLine) -> Row:
    """Return a service as a row of a list."""
    tag = None
    if line.status == "paused":
        tag = Tag(_("Paused"), "heed")
    elif line.takes_applications:
        tag = Tag(_("Online"), "accent")
    elif not line.is_own:
        tag = Tag(_("National list"), "line")
    return Row(said(line.titles), reverse("portal:service", args=[line.slug]), text=said(line.summaries), tag=tag)


def subject_door(kind: str, subject: Subject, count: int | None) -> Door:
    """Return a life event, topic or audience as a door of the lattice."""
    icon = subject.icon if kind == "life-event" else ""
    return Door(subject.label, reverse("portal:subject", args=[kind, subject.code]), icon=icon, count=count)
