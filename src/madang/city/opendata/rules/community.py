"""What residents may ask for and show, who answers, and on which grounds data may be refused. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.rules.facts import is_web_address
from madang.city.opendata.rules.states import Fate
from madang.city.people.rules import Role, Viewer, why_not_staff

LONGEST_TITLE, LONGEST_TEXT, SHORTEST_TEXT = 200, 4_000, 20
MOST_OPEN = 10
SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal ground on which data may be refused: its names by language, and the article it rests on in Korea."""

    key: str
    titles: Mapping[str, str]
    article: str = ""


_ALL = (
    ("personal-data", "It would show personal data", "개인정보가 드러납니다", "会泄露个人信息", "9(1)6"),
    ("secret-by-law", "Another law keeps it secret", "다른 법률에서 비밀로 정하고 있습니다", "其他法律规定保密", "9(1)1"),
    (
        "security",
        "It would put people or their safety at risk",
        "국민의 생명, 신체, 안전에 해가 됩니다",
        "会危及人身与公共安全",
        "9(1)3",
    ),
    (
        "proceedings",
        "A court case or an investigation is under way",
        "재판이나 수사가 진행 중입니다",
        "诉讼或调查正在进行",
        "9(1)4",
    ),
    ("undecided", "The decision it belongs to is not made yet", "의사결정이 끝나지 않았습니다", "相关决定尚未作出", "9(1)5"),
    ("trade-secrets", "It belongs to a business and is its secret", "기업의 영업상 비밀입니다", "属于企业的商业秘密", "9(1)7"),
    ("rights-of-others", "Somebody else has the rights to it", "제3자의 권리가 포함되어 있습니다", "涉及第三方权利", ""),
    ("not-held", "The city does not have it", "시가 보유하고 있지 않습니다", "本市不掌握该数据", ""),
)
GROUNDS: Mapping[str, Ground] = {key: Ground(key, {"en": en, "ko": ko, "zh": zh}, article) for key, en, ko, zh, article in _ALL}


def due_on(made: date, days: int, holidays: Collection[date]) -> date:
    """Return the day on which ``days`` working days have passed after ``made``, which itself does not count."""
    day = made
    while days > 0:
        day += _ONE_DAY
        days -= is_working(day, holidays)
    return day


def is_working(day: date, holidays: Collection[date]) -> bool:
    """Tell whether the city works on a day: not at weekends, not on holidays."""
    return day.weekday() < SATURDAY and day not in holidays


def days_left(today: date, due: date, holidays: Collection[date]) -> int:
    """Return the working days left until the due day, 0 on it, negative when late."""
    step = 1 if due >= today else -1
    first, last = (today, due) if step > 0 else (due, today)
    passed = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return step * sum(is_working(day, holidays) for day in passed)


def why_not_resident(viewer: Viewer) -> Refusal | None:
    """Refuse whoever is not signed in as a resident."""
    return None if viewer.resident_id is not None else Refusal("opendata.residents_only", status=403)


def why_not_ask(viewer: Viewer, title: str, text: str, *, open_ones: int) -> Refusal | None:
    """Refuse strangers, empty words, and more open wishes than one person may have."""
    if refusal := why_not_resident(viewer) or why_not_words(title, text):
        return refusal
    return Refusal("opendata.many_requests", {"most": MOST_OPEN}) if open_ones >= MOST_OPEN else None


def why_not_words(title: str, text: str) -> Refusal | None:
    """Refuse a title or text that is too short to understand or too long to read."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        return Refusal("opendata.request_title", {"most": LONGEST_TITLE}, status=422)
    if not SHORTEST_TEXT <= len(text.strip()) <= LONGEST_TEXT:
        return Refusal("opendata.request_text", {"least": SHORTEST_TEXT, "most": LONGEST_TEXT}, status=422)
    return None


def is_answered(state: Fate) -> bool:
    """Tell whether a wish has come to its end."""
    return state in (Fate.ACCEPTED, Fate.DECLINED, Fate.WITHDRAWN)


def why_not_support(viewer: Viewer, state: Fate, asker_id: int | None) -> Refusal | None:
    """Refuse strangers, the asker, and wishes that were answered."""
    if refusal := why_not_resident(viewer):
        return refusal
    if asker_id is not None and viewer.resident_id == asker_id:
        return Refusal("opendata.own_request")
    return Refusal("opendata.request_answered") if is_answered(state) else None


def why_not_take_back(viewer: Viewer, state: Fate, asker_id: int | None) -> Refusal | None:
    """Refuse everybody but the asker, and wishes that were answered."""
    if viewer.resident_id is None or viewer.resident_id != asker_id:
        return Refusal("opendata.not_your_request", status=403)
    return Refusal("opendata.request_answered") if is_answered(state) else None


def why_not_answer(viewer: Viewer, state: Fate, asker_id: int | None, departments: Collection[str] | None) -> Refusal | None:
    """Refuse whoever may not answer a wish, and a wish that was answered.

    departments  the codes of the departments that answer, the publisher's own and those above; None while it has no publisher:
                 any member of staff but auditors may then find the right one, or answer
    """
    if refusal := why_not_staff(viewer, Role.CASEWORKER, Role.HEAD, Role.ADMINISTRATOR):
        return refusal
    staff = viewer.staff
    is_theirs = departments is None or (staff is not None and staff.department_code in departments)
    if not is_theirs and (staff is None or staff.role is not Role.ADMINISTRATOR):
        return Refusal("opendata.other_department", status=403)
    if asker_id is not None and viewer.resident_id == asker_id:
        return Refusal("opendata.own_request")
    return Refusal("opendata.request_answered") if is_answered(state) else None


def why_not_decline(ground: str, answer: str) -> Refusal | None:
    """Refuse a no without a ground of the list, or without reasons."""
    if ground not in GROUNDS:
        return Refusal("opendata.name_the_ground", status=422)
    if not SHORTEST_TEXT <= len(answer.strip()) <= LONGEST_TEXT:
        return Refusal("opendata.give_reasons", {"least": SHORTEST_TEXT, "most": LONGEST_TEXT}, status=422)
    return None


def why_not_show(viewer: Viewer, title: str, text: str, url: str, datasets: int) -> Refusal | None:
    """Refuse a showcase by strangers, without words, without data sets, or with an address that no page may link to."""
    if refusal := why_not_resident(viewer) or why_not_words(title, text):
        return refusal
    if not is_web_address(url, 1_000):
        return Refusal("opendata.bad_address", {"url": url[:200]}, status=422)
    return None if datasets else Refusal("opendata.name_the_data", status=422)


def why_not_edit(viewer: Viewer) -> Refusal | None:
    """Refuse whoever is no editor of showcases: heads and administrators are."""
    return why_not_staff(viewer, Role.HEAD, Role.ADMINISTRATOR)
