"""A small catalogue for tests, in three languages."""

from dataclasses import replace

from madang.city.people.tests import builders as people
from madang.city.portal.definitions import ServiceDefinition, checksum_of, compile_text
from madang.city.portal.services import importing, publishing
from madang.city.portal.services.storing import Stored
from madang.city.portal.tests.builders import NOW

WEDDING = """\
id: register-marriage
version: 1
status: live
title: Register a marriage
summary: Tell the city that you have married.
description: [Both of you sign., The register office enters it the same day.]
words: [wedding, getting married, tie the knot, marry, husband, wife]
authority: civil-registry
life_events: [getting-married]
topics: [records, family]
audience: [residents]
channels: {web: true, counter: Civil registry office, phone: "120", post: Box 1}
cost:
  fees:
    early: {label: In the first month, amount_minor: 0, when: resident.lives_in_city}
    late: {label: Later, amount_minor: 10000}
  note: Pay by card.
law: {name: Family Register Act, url: "https://haneul.example/law"}
processing: {days: 7, clock: working}
fill_minutes: 6
external: {lgsl: 874}
evidence:
  passport: {label: Passports of both, hint: Or identity cards.}
  decree: {label: Decree of divorce, when: answers.divorced}
questions:
  divorced: {type: yes_no, label: Was one of you married before?}
eligibility:
  here: {rule: resident.lives_in_city, text: One of you lives in Haneul.}
  grown: {rule: resident.age >= 18, text: You are 18 or older.}
form:
  you:
    title: You
    fields:
      name: {type: name, label: Your name}
      divorced: {type: yes_no, label: Married before?}
workflow: {four_eyes: true, deemed: granted, appeal_days: 30}
outputs:
  paper: {kind: certificate, label: Marriage certificate}
"""
WEDDING_KO = """\
title: 혼인 신고
summary: 결혼한 사실을 시에 알립니다.
words: [결혼, 혼인, 웨딩, 신혼부부, 결혼 신고]
eligibility: {here: 두 사람 가운데 한 사람이 하늘시에 삽니다., grown: 만 18세 이상입니다.}
"""
POTHOLE = """\
id: pothole
version: 1
status: live
title: Report a pothole
summary: Tell us where the road is broken.
words: [pothole, hole in the road, broken road, street damage, bump]
authority: roads
life_events: [streets-and-parks]
topics: [roads]
audience: [everyone]
channels: {link: {url: "https://roads.example/report", label: Report on the road map}}
cost: free
"""


def definitions() -> list[ServiceDefinition]:
    """Return the two services of the small catalogue."""
    return [compile_text("register-marriage", WEDDING, {"ko": WEDDING_KO}), compile_text("pothole", POTHOLE)]


def publish(*more: ServiceDefinition) -> Stored:
    """Publish the small catalogue, and more."""
    for code in ("civil-registry", "roads", "families"):
        people.department(code)
    return publishing.publish(definitions=[*definitions(), *more], by="system:test", now=NOW)


def changed(one: ServiceDefinition, **parts: object) -> ServiceDefinition:
    """Return a definition with other parts, as if its file had been edited."""
    other = replace(one, **parts)
    return replace(other, checksum=checksum_of(other))


def import_list(folder, *rows: str) -> importing.Report:
    """Load a small national list; a row is `number,title`."""
    lines = (f'{row.split(",")[0]},{row.split(",")[1]},Live,"About {row.split(",")[1].lower()}."\n' for row in rows)
    file = folder / "list.csv"
    file.write_text("Identifier,Label,Status,Description\n" + "".join(lines))
    return importing.import_services(file, form="lgsl", by="system:test", now=NOW)
