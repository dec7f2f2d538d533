"""The licences under which data may be used, and how other catalogues write them. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT = "cc-by-4.0"
UNSTATED = "not-stated"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its key, names by language, address of its text, and what it asks.

    is_open  everybody may use, change and pass on the data for any purpose (Open Definition 2.1)
    spdx     its identifier in the SPDX list, "" where it has none
    ckan_id  what CKAN calls it
    """

    key: str
    titles: Mapping[str, str]
    url: str
    is_open: bool
    must_name: bool = True
    spdx: str = ""
    ckan_id: str = ""


_CC = "https://creativecommons.org/"
_KOGL = "https://www.kogl.or.kr/info/licenseType{}.do"
_ODC = "https://opendatacommons.org/licenses/{}/1-0/"


def _kogl(number: int, en: str, ko: str, zh: str, *, is_open: bool) -> Licence:
    titles = {
        "en": f"Korea Open Government License type {number}: {en}",
        "ko": f"공공누리 제{number}유형: {ko}",
        "zh": f"韩国公共著作物自由使用许可第{number}类：{zh}",
    }
    return Licence(f"kogl-{number}", titles, _KOGL.format(number), is_open, ckan_id=f"kogl-{number}")


def _cc(key: str, name: str, en: str, ko: str, zh: str, path: str, **facts: object) -> Licence:
    titles = {"en": f"{name} ({en})", "ko": f"{name} ({ko})", "zh": f"{name}（{zh}）"}
    return Licence(key, titles, _CC + path, **facts)  # type: ignore[arg-type]


_ALL = (
    _cc("cc-by-4.0", "CC BY 4.0", "name the source", "출처 표시", "署名", "licenses/by/4.0/",
        is_open=True, spdx="CC-BY-4.0", ckan_id="cc-by"),
    _cc("cc0-1.0", "CC0 1.0", "no conditions", "조건 없음", "无条件", "publicdomain/zero/1.0/",
        is_open=True, must_name=False, spdx="CC0-1.0", ckan_id="cc-zero"),
    _cc("cc-by-sa-4.0", "CC BY-SA 4.0", "name the source, share alike", "출처 표시, 동일 조건 변경 허락", "署名、相同方式共享",
        "licenses/by-sa/4.0/", is_open=True, spdx="CC-BY-SA-4.0", ckan_id="cc-by-sa"),
    _cc("cc-by-nc-4.0", "CC BY-NC 4.0", "no commercial use", "비영리", "非商业性使用", "licenses/by-nc/4.0/",
        is_open=False, spdx="CC-BY-NC-4.0", ckan_id="cc-nc"),
    _kogl(1, "name the source", "출처 표시", "署名", is_open=True),
    _kogl(2, "name the source, no commercial use", "출처 표시, 상업적 이용 금지", "署名、禁止商业使用", is_open=False),
    _kogl(3, "name the source, no changes", "출처 표시, 변경 금지", "署名、禁止更改", is_open=False),
    _kogl(4, "name the source, no commercial use, no changes", "출처 표시, 상업적 이용 금지, 변경 금지",
          "署名、禁止商业使用、禁止更改", is_open=False),
    Licence("odc-by-1.0",
            {"en": "ODC-By 1.0 (name the source)", "ko": "ODC-By 1.0 (출처 표시)", "zh": "ODC-By 1.0（署名）"},
            _ODC.format("by"), is_open=True, spdx="ODC-By-1.0", ckan_id="odc-by"),
    Licence("odbl-1.0", {"en": "ODbL 1.0 (name the source, share alike)", "ko": "ODbL 1.0 (출처 표시, 동일 조건 변경 허락)",
                         "zh": "ODbL 1.0（署名、相同方式共享）"},
            _ODC.format("odbl"), is_open=True, spdx="ODbL-1.0", ckan_id="odc-odbl"),
    Licence("pddl-1.0", {"en": "PDDL 1.0 (no conditions)", "ko": "PDDL 1.0 (조건 없음)", "zh": "PDDL 1.0（无条件）"},
            _ODC.format("pddl"), is_open=True, must_name=False, spdx="PDDL-1.0", ckan_id="odc-pddl"),
    Licence("us-government-work", {"en": "U.S. Government work (no conditions)", "ko": "미국 정부 저작물 (조건 없음)",
                                   "zh": "美国政府作品（无条件）"},
            "https://www.usa.gov/government-works", is_open=True, must_name=False, ckan_id="us-pd"),
    Licence("other-open", {"en": "Another open licence", "ko": "그 밖의 개방 라이선스", "zh": "其他开放许可"}, "", is_open=True,
            ckan_id="other-open"),
    Licence("other-closed", {"en": "Use is restricted", "ko": "이용 제한", "zh": "限制使用"}, "", is_open=False,
            ckan_id="other-closed"),
    Licence(UNSTATED, {"en": "No licence stated", "ko": "라이선스 미표시", "zh": "未注明许可"}, "", is_open=False,
            ckan_id="notspecified"),
)  # fmt: skip
LICENCES: Mapping[str, Licence] = {one.key: one for one in _ALL}
_BY_OTHER_NAME = {name.lower(): one.key for one in _ALL for name in (one.key, one.spdx, one.ckan_id) if name} | {
    "cc-by-4": "cc-by-4.0", "cc0": "cc0-1.0", "us-pd": "us-government-work", "other-pd": "cc0-1.0", "other-at": "other-open",
    "other-nc": "other-closed", "공공누리": "kogl-1",
}  # fmt: skip
_PATTERNS = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"creativecommons\.org/publicdomain/zero|\bcc0\b|\bcc-?zero\b", "cc0-1.0"),
        (r"creativecommons\.org/publicdomain/mark", "cc0-1.0"),
        (r"creativecommons\.org/licenses/by-nc|\bcc[- ]by[- ]nc\b", "cc-by-nc-4.0"),
        (r"creativecommons\.org/licenses/by-sa|\bcc[- ]by[- ]sa\b", "cc-by-sa-4.0"),
        (r"creativecommons\.org/licenses/by/|\bcc[- ]by\b|licence/cc_by\b", "cc-by-4.0"),
        (r"creativecommons\.org/licenses/", "other-closed"),
        (r"opendatacommons\.org/licenses/by|\bodc-by\b", "odc-by-1.0"),
        (r"opendatacommons\.org/licenses/odbl|\bodbl\b", "odbl-1.0"),
        (r"opendatacommons\.org/licenses/pddl|\bpddl\b", "pddl-1.0"),
        (r"usa\.gov/(publicdomain|government-works)|usa\.gov/copyright|u\.?s\.? government work", "us-government-work"),
        (r"kogl.*type\s*=?1|licensetype1|공공누리.*1유형", "kogl-1"),
        (r"kogl.*type\s*=?2|licensetype2|공공누리.*2유형", "kogl-2"),
        (r"kogl.*type\s*=?3|licensetype3|공공누리.*3유형", "kogl-3"),
        (r"kogl.*type\s*=?4|licensetype4|공공누리.*4유형", "kogl-4"),
    )
)


def licence(key: str) -> Licence:
    """Return the licence of a key; one that is not known counts as not stated."""
    return LICENCES.get(key, LICENCES[UNSTATED])


def licence_of(words: str) -> str:
    """Return the key of the licence that another catalogue means by an address, an identifier or words.

    "" is not stated; words that nobody knows are a licence of its own, which does not count as open.
    """
    told = " ".join(words.split()).lower()
    if not told:
        return UNSTATED
    if told in _BY_OTHER_NAME:
        return _BY_OTHER_NAME[told]
    return next((key for pattern, key in _PATTERNS if pattern.search(told)), "other-closed")
