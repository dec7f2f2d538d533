"""What a city chooses for its proposals: numbers with Seoul's as defaults, thresholds by area, duties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Assurance, Role, Viewer, why_not_staff


class Duty(StrEnum):
    """What somebody is trusted with beside their place in a department."""

    CLERK = "clerk"
    PANEL = "panel"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True)
class Threshold:
    """So many supports in so many days lead to a department."""

    days: int
    supports: int


CITY_DEFAULT = Threshold(days=30, supports=50)  # 상상대로 서울, since 2022


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The numbers. Days of the city are working days, days of residents are calendar days.

    a_day         proposals that one person may publish in a day
    an_hour       proposals that one person may support in an hour: nobody reads more
    least_age     years that a supporter must have; 0 asks nobody for a birth date
    least_assured 0, 1 or 2: how sure the city must be of a supporter (self-declared, e-mail, identity proved)
    check_asked   residents asked whether it is done; ``check_yes`` of them must say so
    """

    a_day: int = 3
    an_hour: int = 60
    least_age: int = 14
    least_assured: int = 1
    route_days: int = 3
    review_days: int = 30
    extended_days: int = 60
    ask_days: int = 14
    check_days: int = 14
    check_asked: int = 5
    check_yes: int = 3

    @property
    def assurance(self) -> Assurance:
        """Return the least level of assurance of a supporter."""
        return tuple(Assurance)[self.least_assured]


DEFAULTS = Settings()
LIMITS: Mapping[str, tuple[int, int]] = {
    "a_day": (1, 100), "an_hour": (1, 1_000), "least_age": (0, 21), "least_assured": (0, 2),
    "route_days": (1, 30), "review_days": (1, 250),
    "extended_days": (1, 500), "ask_days": (1, 90), "check_days": (1, 90), "check_asked": (1, 50), "check_yes": (1, 50),
}  # fmt: skip
MOST_DAYS, MOST_SUPPORTS = 365, 1_000_000


def settings_of(changed: Mapping[str, int]) -> Settings:
    """Return the numbers with what the city has changed; names that are no setting any more are left out."""
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: value for name, value in changed.items() if name in known})


def why_not_set(viewer: Viewer) -> Refusal | None:
    """Refuse the settings to all but administrators."""
    return why_not_staff(viewer, Role.ADMINISTRATOR)


def why_not_settings(changed: Mapping[str, int]) -> Refusal | None:
    """Refuse an unknown name, a number out of its limits, and numbers that contradict each other."""
    for name, value in changed.items():
        if name not in LIMITS:
            return Refusal("proposals.no_setting", {"name": name}, status=422)
        least, most = LIMITS[name]
        if not least <= value <= most:
            return Refusal("proposals.setting_limits", {"name": name, "least": least, "most": most}, status=422)
    found = settings_of(changed)
    if found.check_yes > found.check_asked or found.review_days > found.extended_days:
        return Refusal("proposals.settings_contradict", status=422)
    return None


def why_not_threshold(threshold: Threshold) -> Refusal | None:
    """Refuse no days, no supports, and more of either than anybody can mean."""
    if 1 <= threshold.days <= MOST_DAYS and 1 <= threshold.supports <= MOST_SUPPORTS:
        return None
    return Refusal("proposals.threshold_limits", {"days": MOST_DAYS, "supports": MOST_SUPPORTS}, status=422)


def threshold_for(chain: Sequence[int], known: Mapping[int | None, Threshold]) -> Threshold:
    """Return the threshold of the smallest area that has one.

    chain  ids of the areas that a proposal lies in, largest first; empty for the whole city
    known  thresholds by area; None is the whole city
    """
    for area_id in reversed(chain):
        if area_id in known:
            return known[area_id]
    return known.get(None, CITY_DEFAULT)
