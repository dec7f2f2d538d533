"""What the city keeps about a person, who may read it, and how sure it is of them."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules.actors import Actor, Assurance

MOST_LANGUAGES = 8
LONGEST_LIFE_YEARS = 130
_PURPOSE = re.compile(r"[a-z][a-z0-9-]*(:[A-Za-z0-9._/-]+)?")
_BLANKS = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


class Gender(StrEnum):
    """What somebody may say about their gender; saying nothing is as good."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


def tidy_name(name: str) -> str:
    """Return the name with single blanks and nothing else changed: order, case and length are its owner's."""
    return _BLANKS.sub(" ", name).strip()


def why_not_name(name: str) -> Refusal | None:
    """Refuse an empty name and one that holds no letter in any script. One letter is enough."""
    if not any(letter.isalpha() for letter in name):
        return Refusal("people.no_name", status=422)
    return None


def why_not_birth_date(born: date, *, today: date) -> Refusal | None:
    """Refuse birth dates to come and those of somebody older than anybody ever was."""
    if born > today:
        return Refusal("people.born_tomorrow", status=422)
    if today.year - born.year > LONGEST_LIFE_YEARS:
        return Refusal("people.born_long_ago", {"years": LONGEST_LIFE_YEARS}, status=422)
    return None


def why_not_languages(languages: Collection[str]) -> Refusal | None:
    """Refuse too many languages and what is no language code."""
    if len(languages) > MOST_LANGUAGES:
        return Refusal("people.many_languages", {"most": MOST_LANGUAGES}, status=422)
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            return Refusal("people.unknown_language", {"language": language}, status=422)
    return None


def age_in_years(born: date, on: date) -> int:
    """Return the full years of age on a day; somebody born on 29 February turns a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def why_not_read(viewer: Actor, resident_id: int) -> Refusal | None:
    """Refuse residents another resident's data. To them it does not exist."""
    if viewer.kind in ("staff", "system") or viewer == Actor("resident", resident_id):
        return None
    return Refusal("people.not_yours", status=404)


def is_noted(viewer: Actor, resident_id: int) -> bool:
    """Tell whether a reading goes into the journal: always, unless people read their own or software works for them."""
    return viewer.kind != "system" and viewer != Actor("resident", resident_id)


def why_not_purpose(purpose: str) -> Refusal | None:
    """Refuse a purpose that is no short code such as ``case:MD-7K3F-92``: personal words stay out of the journal."""
    if len(purpose) <= 64 and _PURPOSE.fullmatch(purpose):
        return None
    return Refusal("people.no_purpose", status=422)


def raised(present: Assurance, reached: Assurance) -> Assurance:
    """Return the higher of two levels: assurance never falls by signing in another way."""
    return max(present, reached, key=lambda one: one.level)


def assurance_of_claims(claims: Mapping[str, Any], proving: Collection[str]) -> Assurance:
    """Return how sure an outside identity provider is.

    claims   what its signed token says
    proving  the values of ``acr``, or of the frameworks in ``verified_claims`` (OpenID Identity Assurance 1.0), that
             the city accepts as an identity proved
    """
    verified = claims.get("verified_claims")
    verification = verified.get("verification") if isinstance(verified, Mapping) else None
    framework = verification.get("trust_framework") if isinstance(verification, Mapping) else None
    if claims.get("acr") in proving or framework in proving:
        return Assurance.IDENTITY_PROVED
    return Assurance.EMAIL if claims.get("email_verified") is True else Assurance.SELF_DECLARED
