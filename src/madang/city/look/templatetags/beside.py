"""The way between pages that stand beside each other."""

from django import template
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from madang.city.kernel.registries import beside as registry
from madang.city.look.parts import Tab

register = template.Library()


@register.simple_tag(takes_context=True)
def beside(context: template.Context, group: str) -> str:
    """Print the pages of a group as tabs, the present one marked; nothing where one stands alone."""
    path = context["request"].path
    found = [Tab(label, url, current=url == path) for label, url in registry.pages(group)]
    if len(found) < 2:
        return ""
    return render_to_string("look/components/beside.html", {"items": found, "label": _("Pages beside this one")})
