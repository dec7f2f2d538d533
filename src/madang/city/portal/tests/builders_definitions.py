"""A small service file, and ways to spoil it."""

from madang.city.portal.definitions import Finding, ServiceDefinition, compile_text
from madang.city.portal.definitions.folder import Sources, compile_sources

SERVICE = """\
id: library-card
version: 1
status: live
title: Get a library card
summary: Borrow books from all city libraries.
description: [With the card you borrow up to 20 things.]
words: [library, books, borrow, reading]
authority: culture
life_events: [moving-house]
topics: [culture]
audience: [residents]
channels: {web: true, counter: Any city library}
cost: free
processing: {days: 3, clock: working}
fill_minutes: 3
evidence:
  proof: {label: Proof of address, when: answers.kind == 'adult'}
questions:
  likes_books: {type: yes_no, label: Do you like books?}
eligibility:
  here: {rule: resident.lives_in_city || resident.works_in_city, text: You live or work here.}
  reader: {rule: answers.likes_books, text: You like books.}
form:
  you:
    title: About you
    fields:
      full_name: {type: name, label: Your name, fact: resident.name}
      birth_date: {type: date, label: Date of birth, min: today-120y, max: today}
      kind: {type: choice, label: Which card?, options: {adult: For adults, child: For children}}
      guardian: {type: name, label: Name of a parent, when: "years(answers.birth_date, today) < 14"}
  items:
    title: What you like
    when: answers.kind == 'adult'
    repeat: {min: 1, max: 2, item: Thing}
    fields:
      thing: {type: text, label: What?, max: 20}
      page_count: {type: number, label: How many pages?, min: 1, max: 5000, required: false, when: item.thing != 'film'}
outputs:
  card: {kind: membership, label: Library card, valid_months: 36}
letters:
  granted: {subject: Your card, body: "Dear {applicant}, {answers.full_name}. {reasons}"}
"""

KOREAN = """\
title: 도서관 회원증 발급
summary: 시립 도서관에서 책을 빌립니다.
description: [회원증으로 스무 점까지 빌립니다.]
words: [도서관, 책, 대출, 독서]
channels: {counter: 모든 시립 도서관}
evidence: {proof: 주소 증명}
questions: {likes_books: 책을 좋아하십니까?}
eligibility: {here: 여기에 삽니다., reader: 책을 좋아합니다.}
form:
  you:
    title: 신청인
    fields:
      full_name: 이름
      birth_date: 생년월일
      kind: {label: 어떤 회원증입니까?, options: {adult: 어른용, child: 어린이용}}
      guardian: 부모 이름
  items: {title: 좋아하는 것, item: 물건, fields: {thing: 무엇입니까?, page_count: 몇 쪽입니까?}}
outputs: {card: 도서관 회원증}
letters:
  granted: {subject: 회원증, body: "{applicant} 님. {reasons}"}
"""


def spoiled(old: str, new: str, text: str = SERVICE) -> str:
    """Return the service file with one place changed; the place must be there."""
    assert old in text, old
    return text.replace(old, new, 1)


def service(old: str = "", new: str = "") -> ServiceDefinition:
    """Return the compiled service, with one place changed."""
    text = spoiled(old, new) if old else SERVICE
    return compile_text("library-card", text, languages=["en"])


def findings(
    main: str | bytes, korean: str | None = None, *, authorities: list[str] | None = None, languages: tuple[str, ...] = ("en",)
) -> list[Finding]:
    """Return what the checker says of a file and its Korean texts."""
    raw = main if isinstance(main, bytes) else main.encode()
    overlays = {} if korean is None else {"ko": korean.encode()}
    return compile_sources(Sources("library-card", raw, overlays), authorities, languages)[1]


def only_finding(main: str | bytes, korean: str | None = None, **options: object) -> Finding:
    """Return the one thing the checker says."""
    found = findings(main, korean, **options)  # type: ignore[arg-type]
    assert len(found) == 1, [str(one) for one in found]
    return found[0]
