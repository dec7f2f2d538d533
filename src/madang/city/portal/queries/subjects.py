"""What services are about and whom they are for: the codes of service files with their words and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Subject:
    """A life event, topic or audience: its code, its words in the reader's language, its icon."""

    code: str
    label: Any
    icon: str = ""


def _by_code(*subjects: Subject) -> Mapping[str, Subject]:
    return {subject.code: subject for subject in subjects}


LIFE_EVENTS = _by_code(
    Subject("having-a-child", _("Having a child"), "pram"),
    Subject("moving-house", _("Moving house"), "truck"),
    Subject("school-and-childcare", _("School and childcare"), "school"),
    Subject("work-and-business", _("Work and business"), "briefcase"),
    Subject("growing-older", _("Growing older"), "elder"),
    Subject("losing-someone", _("Losing someone"), "candle"),
    Subject("home-and-building", _("Home and building"), "house"),
    Subject("streets-and-parks", _("Streets and parks"), "park"),
    Subject("getting-married", _("Getting married"), "ring"),
    Subject("health-and-care", _("Health and care"), "health"),
    Subject("low-income", _("When money is short"), "coin"),
    Subject("visiting", _("Visiting the city"), "hanok"),
)
TOPICS = _by_code(
    Subject("family", pgettext_lazy("topic", "Family"), "people"),
    Subject("education", pgettext_lazy("topic", "Education"), "book"),
    Subject("health", pgettext_lazy("topic", "Health"), "health"),
    Subject("care", pgettext_lazy("topic", "Care"), "care"),
    Subject("housing", pgettext_lazy("topic", "Housing"), "house"),
    Subject("money", pgettext_lazy("topic", "Money"), "coin"),
    Subject("work", pgettext_lazy("topic", "Work"), "briefcase"),
    Subject("business", pgettext_lazy("topic", "Business"), "shop"),
    Subject("transport", pgettext_lazy("topic", "Transport"), "bus"),
    Subject("parking", pgettext_lazy("topic", "Parking"), "parking"),
    Subject("waste", pgettext_lazy("topic", "Waste"), "bin"),
    Subject("nature", pgettext_lazy("topic", "Nature"), "tree"),
    Subject("animals", pgettext_lazy("topic", "Animals"), "paw"),
    Subject("noise", pgettext_lazy("topic", "Noise"), "noise"),
    Subject("roads", pgettext_lazy("topic", "Roads and lamps"), "road"),
    Subject("culture", pgettext_lazy("topic", "Culture"), "stage"),
    Subject("sport", pgettext_lazy("topic", "Sport"), "ball"),
    Subject("tourism", pgettext_lazy("topic", "Tourism"), "camera"),
    Subject("safety", pgettext_lazy("topic", "Safety"), "shield"),
    Subject("records", pgettext_lazy("topic", "Certificates and records"), "certificate"),
    Subject("planning", pgettext_lazy("topic", "Planning and building"), "crane"),
    Subject("food", pgettext_lazy("topic", "Food"), "food"),
    Subject("energy", pgettext_lazy("topic", "Energy"), "energy"),
    Subject("taking-part", pgettext_lazy("topic", "Taking part"), "vote"),
    Subject("community", pgettext_lazy("topic", "Community"), "hands"),
)
AUDIENCES = _by_code(
    Subject("everyone", pgettext_lazy("audience", "Everyone")),
    Subject("residents", pgettext_lazy("audience", "Residents")),
    Subject("families", pgettext_lazy("audience", "Families")),
    Subject("young-people", pgettext_lazy("audience", "Young people")),
    Subject("older-people", pgettext_lazy("audience", "Older people")),
    Subject("disabled-people", pgettext_lazy("audience", "Disabled people")),
    Subject("carers", pgettext_lazy("audience", "Carers")),
    Subject("newcomers", pgettext_lazy("audience", "Newcomers")),
    Subject("visitors", pgettext_lazy("audience", "Visitors")),
    Subject("businesses", pgettext_lazy("audience", "Businesses")),
    Subject("organisations", pgettext_lazy("audience", "Organisations")),
)
