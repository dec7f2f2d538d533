"""Conversations for tests: people who vote as a picture says."""

import itertools
from datetime import timedelta

from madang.city.people.models import Account, Resident
from madang.city.people.rules import Assurance, Viewer
from madang.city.people.tests import builders as people
from madang.city.proposals.models import Conversation, OpinionVote, Statement
from madang.city.proposals.rules.opinions import Frame, Stance
from madang.city.proposals.services import opinions
from madang.city.proposals.tests.builders import NOW, resident

_numbers = itertools.count(1)
HOUR = timedelta(hours=1)
AGREE, PASS, DISAGREE = Stance.AGREE, Stance.PASS, Stance.DISAGREE
SIGNS = {"+": AGREE, "0": PASS, "-": DISAGREE}
THOUGHTS = ("Trees at every stop", "Roofs of glass", "More buses", "Fewer cars", "Screens with times", "Benches", "Longer nights",
            "Lower fares")  # fmt: skip
QUESTION = {"en": "What do bus stops need?", "ko": "정류장에 무엇이 필요할까요?"}


def talk(**more):
    """Return the reference of a conversation about transport."""
    staff = people.viewer_for(people.staff(department_code="transport"))
    return opinions.open_conversation(question=QUESTION, topic="transport", by=staff, now=NOW, frame=Frame(**more))


def said(reference, text="Trees at every stop", by=None, now=NOW):
    return opinions.add_statement(reference=reference, text=text, language="en", by=by or resident(), now=now)


def voters(count):
    """Return residents who have told nothing of themselves, which voting does not ask for."""
    mails = [f"voter{next(_numbers)}@haneul.example" for _ in range(count)]
    accounts = Account.objects.bulk_create(Account(email=mail, assurance=Assurance.EMAIL.value) for mail in mails)
    residents = Resident.objects.bulk_create(Resident(account=account) for account in accounts)
    return [Viewer(account_id=one.account_id, resident_id=one.pk, assurance=Assurance.EMAIL) for one in residents]


def voted(reference, viewer, line, *, now=NOW):
    """Cast the votes of a line of signs, one for each statement from the first; a dot is none."""
    for number, sign in enumerate(line, start=1):
        if sign != ".":
            opinions.vote(reference=reference, number=number, stance=SIGNS[sign], by=viewer, now=now)


def conversation_of(*lines):
    """Return a conversation in which one person votes as each line says, and those people; the statements have no author."""
    reference, viewers = talk(), voters(len(lines))
    row = Conversation.objects.get(reference=reference)
    for number, text in enumerate(THOUGHTS[: len(lines[0])], start=1):
        signs = [(viewer, line[number - 1]) for viewer, line in zip(viewers, lines, strict=True) if line[number - 1] != "."]
        statement = Statement.objects.create(
            conversation=row, number=number, text=text, likeness=text, language="en", added_at=NOW, votes=len(signs)
        )
        OpinionVote.objects.bulk_create(
            OpinionVote(statement=statement, resident_id=viewer.resident_id, stance=SIGNS[sign], changed_at=NOW)
            for viewer, sign in signs
        )
    return reference, viewers


def stances(reference):
    rows = OpinionVote.objects.filter(statement__conversation__reference=reference).order_by("statement__number", "resident")
    return [(number, stance) for number, stance in rows.values_list("statement__number", "stance")]
