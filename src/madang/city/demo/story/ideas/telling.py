"""A year of ideas: each is written, supported and discussed, and what the city made of it happens at its time."""

from datetime import datetime, timedelta
from functools import partial

from madang.city.demo.story.applications import morning
from madang.city.demo.story.cast import Cast
from madang.city.demo.story.ideas import pictures, reading, steps
from madang.city.demo.story.ideas.diary import Diary
from madang.city.demo.story.ideas.reading import Idea, Told
from madang.city.people.rules import CITY, Viewer
from madang.city.proposals.rules.comments import Side
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.settings import Duty, Threshold
from madang.city.proposals.services import (
    co_authors,
    comments,
    digests,
    following,
    settings,
    similar,
    similar_indexing,
    supporting,
    waking,
    writing,
)  # fmt: skip
from madang.city.proposals.services.pictures import add_picture

THRESHOLD = Threshold(days=180, supports=12)  # Haneul's story has 125 residents
BEGAN, DAY, WEEK, HOUR = timedelta(days=364), timedelta(days=1), timedelta(days=7), timedelta(hours=1)
DUTIES = (
    ("desk", Duty.CLERK), ("admin", Duty.CLERK), ("desk", Duty.MODERATOR), ("admin", Duty.MODERATOR), ("soonja", Duty.PANEL),
)  # fmt: skip
FOLLOWED = ("riverside-cycling", "night-market")
SHOWN = (Shown.INITIALS, Shown.NAME, Shown.INITIALS, Shown.NOTHING)


def propose(cast: Cast, now: datetime) -> None:
    """Tell the year; then the index is made, and the digest of the week is sent."""
    _give_duties(cast, now - BEGAN)
    diary, found = Diary(now), reading.ideas()
    known: dict[str, str] = {}
    for number, idea in enumerate(found):
        _Way(idea, cast, diary, known, number).note(now)
    for weeks in range(1, BEGAN // WEEK + 1):
        diary.note(now - BEGAN + weeks * WEEK, _wake)
    diary.live()
    for key in FOLLOWED:
        following.follow(reference=known[key], by=cast.named("resident"), now=now)
    following.wish_digest(by=cast.named("kim"), now=now - WEEK)
    similar_indexing.make_anew(now=now)
    digests.send_batch(after=0, now=now)


def _give_duties(cast: Cast, now: datetime) -> None:
    for name, duty in DUTIES:
        account_id = cast.named(name).account_id
        if account_id is not None:
            settings.give_duty(account_id=account_id, duty=duty, by=CITY, now=now)
    settings.set_threshold(area_id=None, threshold=THRESHOLD, by=CITY, now=now)


def _wake(now: datetime) -> None:
    waking.expire_all(now=now)
    waking.resume_all(now=now)
    waking.escalate_all(now=now)


class _Way:
    """The way of one idea through the year."""

    def __init__(self, idea: Idea, cast: Cast, diary: Diary, known: dict[str, str], number: int) -> None:
        self.idea, self.cast, self.diary, self.known, self.number = idea, cast, diary, known, number
        self.author = cast.named(idea.author) if idea.author else cast.drawn(1, f"author {idea.key}")[0]
        self.signers = [cast.named(one) for one in idea.signers]
        self.supporters = tuple(cast.drawn(idea.supports, idea.key, [self.author, *self.signers]))

    def note(self, now: datetime) -> None:
        """Note all that happens to the idea."""
        at = morning(now, round(self.idea.days_ago)) + timedelta(minutes=self.number * 37 % 600)
        self.diary.note(at, self._publish)
        days = min(self.idea.within, self.idea.days_ago - 1)
        for number, one in enumerate(self.supporters, 1):
            self.diary.note(at + DAY * days * number / len(self.supporters), partial(self._support, one))
        for number, told in enumerate(self.idea.comments):
            self.diary.note(at + DAY * min(days, 1 + 2 * number), partial(self._comment, told, number))
        for told in self.idea.steps:
            act = steps.take(
                self.idea, told, cast=self.cast, supporters=self.supporters, known=self.known, author=self.author
            )  # fmt: skip
            self.diary.note(at + DAY * told.get("day", self._named_after(days)), act)
        if self.idea.same_as:
            self.diary.note(at + HOUR, self._say_same)

    def _named_after(self, days: float) -> float:
        """Return how many days after publication an officer is named: the day after enough people support the idea."""
        return days * THRESHOLD.supports / len(self.supporters) + 1

    def _publish(self, now: datetime) -> None:
        idea, by = self.idea, self.author
        idea.reference = self.known[idea.key] = writing.begin(writing=idea.writing, by=by, now=now - 2 * HOUR)
        for signer in self.signers:
            invitation = co_authors.invite(reference=idea.reference, called="이웃", by=by, now=now - HOUR)
            co_authors.agree(invitation=invitation, shown=Shown.INITIALS, by=signer, now=now - HOUR)
        if idea.picture:
            data = pictures.drawn(idea.picture)
            add_picture(reference=idea.reference, data=data, alternative=idea.writing.title, by=by, now=now - HOUR)
        shown = Shown.INITIALS if idea.author else SHOWN[self.number % len(SHOWN)]
        writing.publish(reference=idea.reference, shown=shown, by=by, now=now)

    def _support(self, by: Viewer, now: datetime) -> None:
        supporting.support(reference=self.idea.reference, by=by, now=now)

    def _comment(self, told: Told, number: int, now: datetime) -> None:
        *judges, writer = self.cast.drawn(20, f"{self.idea.key} comment {number}", [self.author])
        language = told.get("language", self.idea.writing.language)
        wrote = comments.write(
            reference=self.idea.reference, side=Side(told["side"]), text=told["text"], language=language, by=writer, now=now
        )  # fmt: skip
        if "reply" in told:
            comments.reply(to=wrote.public_id, text=told["reply"], language=language, by=self.author, now=now + HOUR)
        helpful, unhelpful = told.get("helpful", 0), told.get("unhelpful", 0)
        for place, judge in enumerate(judges[: helpful + unhelpful]):
            comments.judge_helpful(comment=wrote.public_id, is_helpful=place < helpful, by=judge, now=now + HOUR)

    def _say_same(self, now: datetime) -> None:
        similar.suggest_same(reference=self.idea.reference, other=self.known[self.idea.same_as], by=self.author, now=now)
