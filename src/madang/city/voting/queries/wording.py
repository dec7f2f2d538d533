"""The conditions of an electorate as sentences in the reader's language: for everybody, and for who does not meet one."""

import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Assurance
from madang.city.voting.queries.areas import tree
from madang.city.voting.rules.electorate import Condition, Electorate, Failing, Near, Roll


def conditions(electorate: Electorate) -> list[str]:
    """Return who may vote, one sentence for each condition; they must all hold."""
    if electorate.roll is not None and electorate.roll.is_bearer:
        return [_roll(electorate.roll)]
    said = [_roll(electorate.roll)] if electorate.roll else []
    said.append(_age(electorate))
    if electorate.areas:
        said.append(_("You live in: %(areas)s.") % {"areas": areas_named(electorate.areas)})
    if electorate.near:
        said.append(_("You live in a neighbourhood within %(metres)s m of %(place)s.") % _near(electorate.near))
    if electorate.genders:
        said.append(_("Your profile says: %(genders)s.") % {"genders": genders_named(electorate.genders)})
    if electorate.languages:
        said.append(_("You speak at least one of: %(languages)s.") % {"languages": languages_named(electorate.languages)})
    if electorate.least is not Assurance.SELF_DECLARED:
        said.append(_assurance(electorate.least))
    return said


def refusal_of(failing: Failing) -> Refusal:
    """Return why somebody may not vote: what was asked for, and what the city knows of them."""
    make = _SAID[failing.condition]
    return make(failing.values)


def areas_named(area_ids: Collection[int]) -> str:
    """Return the names of areas."""
    known = tree()
    return ", ".join(known.name(one) for one in sorted(area_ids))


def genders_named(genders: Collection[str]) -> str:
    """Return the words for genders."""
    words = {"female": _("woman"), "male": _("man"), "other": _("another gender"), "": _("nothing")}
    return ", ".join(words.get(one, one) for one in sorted(genders))


def languages_named(languages: Collection[str]) -> str:
    """Return languages by what their speakers call them."""
    known: Mapping[str, Any] = LANG_INFO
    named = (known.get(one.lower(), {}).get("name_local", one) for one in sorted(languages))
    return unicodedata.normalize("NFC", ", ".join(named))


def _age(electorate: Electorate) -> str:
    least, most = electorate.age_from, electorate.age_until
    if most is None:
        return _("You are %(least)s or older when the vote opens.") % {"least": least}
    return _("You are %(least)s to %(most)s years old when the vote opens.") % {"least": least, "most": most}


def _assurance(least: Assurance) -> str:
    if least is Assurance.EMAIL:
        return _("You have confirmed your e-mail address.")
    return _("You have proved who you are.")


def _roll(roll: Roll) -> str:
    return {
        Roll.PHONES: _("Your telephone number is on the list of this vote."),
        Roll.MAILS: _("You are invited: your e-mail address is on the list of this vote."),
        Roll.CODES: _("You have a code for this vote."),
        Roll.LETTERS: _("You have the code of a letter from the city."),
        Roll.NUMBERS: _("Your telephone number is on the list of this vote, and you prove it by a text message."),
    }[roll]


def _near(near: Near) -> dict[str, Any]:
    return {"metres": f"{near.metres:,}", "place": near.name}


def _home(values: Mapping[str, Any]) -> str:
    homes = values["homes"]
    return tree().name(homes[0]) if homes else ""


def _no_roll(values: Mapping[str, Any]) -> Refusal:
    if values["roll"] in (Roll.PHONES, Roll.NUMBERS):
        return Refusal("voting.fails_phones", status=403)
    if values["roll"] is Roll.MAILS:
        return Refusal("voting.fails_mails", status=403)
    return Refusal("voting.fails_code", status=403)


def _no_assurance(values: Mapping[str, Any]) -> Refusal:
    if values["least"] is Assurance.EMAIL:
        return Refusal("voting.fails_email", status=403)
    return Refusal("voting.fails_identity", status=403)


_SAID: Mapping[Condition, Callable[[Mapping[str, Any]], Refusal]] = {
    Condition.ROLL: _no_roll,
    Condition.ASSURANCE: _no_assurance,
    Condition.AGE_UNKNOWN: lambda known: Refusal("voting.fails_age_unknown", {"least": known["least"]}, status=403),
    Condition.TOO_YOUNG: lambda known: Refusal("voting.fails_young", dict(known), status=403),
    Condition.TOO_OLD: lambda known: Refusal("voting.fails_old", dict(known), status=403),
    Condition.HOME_UNKNOWN: lambda _known: Refusal("voting.fails_home_unknown", status=403),
    Condition.AREA: lambda known: Refusal(
        "voting.fails_area", {"areas": areas_named(known["areas"]), "home": _home(known)}, status=403
    ),
    Condition.NEAR: lambda known: Refusal("voting.fails_near", _near(known["near"]) | {"home": _home(known)}, status=403),
    Condition.GENDER: lambda known: Refusal(
        "voting.fails_gender",
        {"genders": genders_named(known["genders"]), "gender": genders_named([known["gender"]])},
        status=403,
    ),
    Condition.LANGUAGE: lambda known: Refusal(
        "voting.fails_language", {"languages": languages_named(known["languages"])}, status=403
    ),
}
