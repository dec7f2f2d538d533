"""What the Plaza publishes about itself: the catalogue, its uses, requests for data; and the city's departments."""

from collections.abc import Iterable
from typing import Any

from madang.city.kernel import clock
from madang.city.kernel.registries.datasets import Column, TableSource, Terms
from madang.city.kernel.text import localised
from madang.city.opendata.queries import catalogue, usage
from madang.city.opendata.queries.community import answered_by_month
from madang.city.people import queries as people


def _catalogue() -> Iterable[tuple[Any, ...]]:
    for one in catalogue.all_datasets(now=clock.now()):
        current = one.current
        yield (
            one.slug, *(one.titles.get(lang) for lang in ("en", "ko", "zh")), localised(one.publisher.names, "en"),
            " ".join(one.themes), one.licence.key, one.update_promise or None, one.promise.keeping.value, one.source.value,
            current.number if current else None, current.rows if current else None, " ".join(one.formats),
            one.quality.get("score"), one.published_at.date() if one.published_at else None,
            one.data_changed_at.date() if one.data_changed_at else None,
        )  # fmt: skip


CATALOGUE = TableSource(
    "open-data-catalogue",
    {"en": "All open data sets of the city", "ko": "시의 모든 열린 데이터 목록", "zh": "本市全部开放数据目录"},
    (
        Column("slug", "text", {"en": "Last part of its address", "ko": "주소의 마지막 부분", "zh": "网址的最后部分"}),
        Column("title_en", "text", {"en": "English title", "ko": "영어 제목", "zh": "英文标题"}),
        Column("title_ko", "text", {"en": "Korean title", "ko": "한국어 제목", "zh": "韩文标题"}),
        Column("title_zh", "text", {"en": "Chinese title", "ko": "중국어 제목", "zh": "中文标题"}),
        Column("publisher", "text", {"en": "Who publishes it", "ko": "제공 부서", "zh": "发布部门"}),
        Column("themes", "text", {"en": "Codes of the EU's data themes", "ko": "EU 데이터 주제 코드", "zh": "欧盟数据主题代码"}),
        Column("licence", "text", {"en": "Licence", "ko": "라이선스", "zh": "许可"}),
        Column("update_promise", "text", {"en": "How often it is renewed", "ko": "갱신 주기", "zh": "更新频率"}),
        Column("promise_kept", "text", {"en": "kept, broken or none", "ko": "약속 이행 여부", "zh": "承诺履行情况"}),
        Column("source", "text", {"en": "city, system or harvest", "ko": "출처 종류", "zh": "来源类别"}),
        Column("version", "integer", {"en": "Number of the present version", "ko": "현재 버전 번호", "zh": "当前版本号"}),
        Column("table_rows", "integer", {"en": "Rows of its table", "ko": "표의 행 수", "zh": "表格行数"}),
        Column("formats", "text", {"en": "Formats", "ko": "형식", "zh": "格式"}),
        Column("quality", "integer", {"en": "Quality, 0 to 100", "ko": "품질 점수(0–100)", "zh": "质量评分（0–100）"}),
        Column("published_on", "date", {"en": "First published on", "ko": "최초 공개일", "zh": "首次发布日期"}),
        Column("data_changed_on", "date", {"en": "Rows last renewed on", "ko": "최근 갱신일", "zh": "最近更新日期"}),
    ),
    _catalogue,
    Terms(
        text={
            "en": "Every data set that the city publishes, one row each, with its licence, its promise and its quality.",
            "ko": "시가 공개하는 모든 데이터를 한 줄에 하나씩 실었습니다. 라이선스, 갱신 약속, 품질 점수를 함께 볼 수 있습니다.",
            "zh": "本市公开的全部数据，每行一项，包括许可、更新承诺和质量评分。",
        },
        keywords=("open data", "catalogue", "열린 데이터", "开放数据"),
        keys=("slug",),
        is_about_people=False,
    ),
)


def _usage() -> Iterable[tuple[Any, ...]]:
    for slug, month, used in usage.by_dataset_and_month():
        yield (slug, f"{month:%Y-%m}", used.views, used.downloads, used.queries)


USAGE = TableSource(
    "open-data-usage",
    {"en": "How open data is used", "ko": "열린 데이터 이용 현황", "zh": "开放数据使用情况"},
    (
        Column("dataset", "text", {"en": "The data set", "ko": "데이터", "zh": "数据集"}),
        Column("month", "text", {"en": "Month", "ko": "월", "zh": "月份"}),
        Column("page_views", "integer", {"en": "Pages seen", "ko": "조회 횟수", "zh": "浏览次数"}),
        Column("downloads", "integer", {"en": "Files downloaded", "ko": "내려받기 횟수", "zh": "下载次数"}),
        Column("queries", "integer", {"en": "Questions asked", "ko": "질의 횟수", "zh": "查询次数"}),
    ),
    _usage,
    Terms(
        text={
            "en": "How often each data set was looked at, downloaded and asked, by month. Uses are counted, never people.",
            "ko": "데이터마다 월별로 몇 번 조회하고 내려받고 질의했는지 셉니다. 이용 횟수만 세며 사람은 세지 않습니다.",
            "zh": "按月统计各数据集的浏览、下载和查询次数。只统计次数，不统计个人。",
        },
        keywords=("open data", "statistics", "이용", "使用"),
        keys=("dataset", "month"),
        is_about_people=False,
    ),
)


def _requests() -> Iterable[tuple[Any, ...]]:
    yield from answered_by_month()


REQUESTS = TableSource(
    "data-requests",
    {"en": "Requests for data", "ko": "데이터 제공 요청", "zh": "数据申请"},
    (
        Column("month", "text", {"en": "Month in which it was asked", "ko": "요청한 달", "zh": "申请月份"}),
        Column("state", "text", {"en": "How it stands", "ko": "처리 상태", "zh": "状态"}),
        Column("ground", "text", {"en": "Legal ground of a refusal", "ko": "거부 사유", "zh": "拒绝的法律依据"}),
        Column("requests", "integer", {"en": "Requests", "ko": "요청 건수", "zh": "申请件数"}),
        Column("in_time", "integer", {"en": "Of these answered in time", "ko": "기한 내 답변 건수", "zh": "其中按期答复件数"}),
    ),
    _requests,
    Terms(
        text={
            "en": "Requests for data by month: how many, how they were answered, in time or not, on which ground refused.",
            "ko": "월별 데이터 제공 요청 건수와 처리 결과, 기한 준수 여부, 거부 사유입니다.",
            "zh": "按月统计的数据申请：件数、处理结果、是否按期、拒绝的法律依据。",
        },
        keywords=("open data", "requests", "요청", "申请"),
        keys=("month",),
        is_about_people=False,  # every request stands on the Plaza for everybody to read
    ),
)


def _departments() -> Iterable[tuple[Any, ...]]:
    for one in people.departments():
        yield (
            one.code,
            one.parent_code,
            *(one.name.get(lang) for lang in ("en", "ko", "zh")),
            one.phone or None,
            one.email or None,
        )


DEPARTMENTS = TableSource(
    "departments",
    {"en": "Departments of the city", "ko": "시청 조직", "zh": "市政府部门"},
    (
        Column("code", "text", {"en": "Code of the department", "ko": "부서 코드", "zh": "部门代码"}),
        Column("parent", "text", {"en": "Code of the department above", "ko": "상위 부서 코드", "zh": "上级部门代码"}),
        Column("name_en", "text", {"en": "English name", "ko": "영어 이름", "zh": "英文名称"}),
        Column("name_ko", "text", {"en": "Korean name", "ko": "한국어 이름", "zh": "韩文名称"}),
        Column("name_zh", "text", {"en": "Chinese name", "ko": "중국어 이름", "zh": "中文名称"}),
        Column("office_phone", "text", {"en": "Telephone of the office", "ko": "부서 전화", "zh": "部门电话"}),
        Column("office_email", "text", {"en": "E-mail of the office", "ko": "부서 전자우편", "zh": "部门电子邮箱"}),
    ),
    _departments,
    Terms(
        text={
            "en": "The city's administration as a tree: every department, who stands above it, and how to reach the office.",
            "ko": "시청 조직을 나무 구조로 보여 줍니다. 부서와 상위 부서, 부서 연락처가 들어 있습니다.",
            "zh": "以树形结构列出市政府各部门、其上级部门和联系方式。",
        },
        keywords=("administration", "조직도", "部门"),
        keys=("code",),
        is_about_people=False,
    ),
)
SOURCES = (CATALOGUE, USAGE, REQUESTS, DEPARTMENTS)
