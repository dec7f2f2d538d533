"""A moderator hides, the author objects, another moderator judges."""

import pytest

from madang.city.notices.models import Notice
from madang.city.people.rules import CITY
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import hiding, settings, waking
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, last_event, refused, told

pytestmark = pytest.mark.django_db


def test_another_moderator_judges_an_appeal():
    desk = builders.collecting_support(supports=1)
    one, other = (builders.with_duty(Duty.MODERATOR) for _ in range(2))
    act = {"reference": desk.reference, "language": "en", "now": NOW}
    assert refused(hiding.hide, reason="insult", text="It insults.", by=desk.author, **act) == "proposals.not_your_move"
    assert refused(hiding.hide, reason="Ins ult", text="It insults.", by=one, **act) == "proposals.no_reason"
    hiding.hide(reason="insult", text="It insults drivers.", by=one, **act)
    assert (desk.row.state, desk.row.state_before, last_event(desk).reason) == ("hidden", "collecting", "insult")
    Notice.objects.all().delete()
    hiding.appeal(text="It names nobody.", by=desk.author, **act)
    assert told(other) == {"proposal.work"}
    assert told(one) == set()
    assert refused(hiding.restore, text="Hm.", by=one, **act) == "proposals.another_moderator"
    assert refused(hiding.uphold, text="Hm.", by=one, **act) == "proposals.another_moderator"
    hiding.restore(text="It names nobody indeed.", by=other, **(act | {"now": NOW + 4 * DAY}))
    row = desk.row
    assert (row.state, row.state_before, row.hidden_by_id, row.appealed_at) == ("collecting", "", None, None)
    assert row.collects_until == TODAY + 34 * DAY


def test_an_upheld_proposal_stays_hidden():
    desk = builders.collecting_support()
    one, other = (builders.with_duty(Duty.MODERATOR) for _ in range(2))
    act = {"reference": desk.reference, "language": "en", "now": NOW}
    hiding.hide(reason="advert", text="It sells trees.", by=one, **act)
    assert refused(hiding.uphold, text="Stays.", by=other, **act) == "proposals.no_appeal_waits"
    hiding.appeal(text="It does not.", by=desk.author, **act)
    hiding.uphold(text="It does.", by=other, **act)
    assert (desk.row.state, last_event(desk).move) == ("hidden", "uphold")
    assert refused(hiding.appeal, text="Really not.", by=desk.author, **act) == "proposals.appealed_already"


def test_the_review_of_a_hidden_proposal_stands_still():
    desk = builders.in_review()
    moderator = builders.with_duty(Duty.MODERATOR)
    act = {"reference": desk.reference, "by": moderator, "language": "en"}
    hiding.hide(reason="insult", text="It insults.", now=NOW, **act)
    assert (desk.row.due_on, desk.row.days_left) == (None, 30)
    assert waking.escalate_all(now=NOW + 90 * DAY) == 0
    hiding.restore(text="My mistake.", now=NOW + 3 * DAY, **act)
    assert (desk.row.state, desk.row.due_on.isoformat(), desk.row.days_left) == ("in_review", "2027-01-06", None)


def test_no_moderator_judges_their_own_proposal():
    desk = builders.collecting_support()
    settings.give_duty(account_id=desk.author.account_id, duty=Duty.MODERATOR, by=CITY, now=NOW)
    hide = {"reference": desk.reference, "reason": "insult", "text": "Mine.", "language": "en", "now": NOW}
    assert refused(hiding.hide, by=desk.author, **hide) == "proposals.own_proposal"
