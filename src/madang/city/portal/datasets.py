"""What Citizen Cloud publishes to the Open Data Plaza."""

from collections.abc import Iterable, Mapping
from typing import Any

from madang.city.kernel.registries.datasets import Column, TableSource, Terms
from madang.city.portal.queries import performance, published


class ServiceFigures:
    """How each service did in the last twelve months; figures that rest on fewer than ten cases are empty."""

    slug = "service-figures"
    terms = Terms(
        text={
            "en": "Applications, decisions, days and promises kept of every service, over twelve months.",
            "ko": "서비스마다 최근 12개월의 접수, 처분, 처리 일수, 기한 준수율을 보여 줍니다.",
            "zh": "各项服务最近十二个月的受理、决定、办理天数和按期办结率。",
        },
        keywords=("services", "performance", "민원", "政务服务"),
        keys=("service",),
    )
    title: Mapping[str, str] = {
        "en": "How the city's services do",
        "ko": "공공서비스 처리 현황",
        "zh": "公共服务办理情况",
    }
    columns: tuple[Column, ...] = (
        Column("service", "text", {"en": "The service", "ko": "서비스", "zh": "服务"}),
        Column("title", "text", {"en": "Its name in English", "ko": "영어 이름", "zh": "英文名称"}),
        Column("department", "text", {"en": "Who decides", "ko": "담당 부서", "zh": "负责部门"}),
        Column(
            "counted_on",
            "date",
            {"en": "Day of the count; the twelve months before it", "ko": "집계일 (이전 12개월)", "zh": "统计日（此前十二个月）"},
        ),
        Column("received", "integer", {"en": "Applications received", "ko": "접수 건수", "zh": "受理件数"}),
        Column("decided", "integer", {"en": "First decisions", "ko": "처분 건수", "zh": "首次决定件数"}),
        Column(
            "share_in_time",
            "number",
            {"en": "Share decided in time, 0 to 1", "ko": "기한 내 처리 비율 (0–1)", "zh": "按期办结比例（0–1）"},
        ),
        Column("median_days", "number", {"en": "Median days to the decision", "ko": "처리 일수 중앙값", "zh": "办理天数中位数"}),
        Column(
            "left_share",
            "number",
            {"en": "Share of begun applications that were left", "ko": "작성 중단 비율", "zh": "中途放弃比例"},
        ),
        Column(
            "left_at_step", "text", {"en": "Last step most of them did", "ko": "가장 많이 중단한 단계", "zh": "最常放弃前的步骤"}
        ),
    )

    def rows(self) -> Iterable[tuple[Any, ...]]:
        """Yield a row for each service."""
        for one in performance.every_row():
            yield (
                one.slug,
                one.titles.get("en", ""),
                one.department.get("en", ""),
                one.counted_on,
                one.received,
                one.decided,
                one.share_in_time,
                one.median_days,
                one.left_share,
                one.left_at_step,
            )


SERVICE_FIGURES = ServiceFigures()
CASES_BY_MONTH = TableSource(
    "cases-by-month",
    {
        "en": "Decisions by month, service and outcome",
        "ko": "월별, 서비스별, 결과별 처분 건수",
        "zh": "按月份、服务和结果统计的决定件数",
    },
    (
        Column("month", "text", {"en": "Month of the decision", "ko": "처분한 달", "zh": "作出决定的月份"}),
        Column("service", "text", {"en": "The service", "ko": "서비스", "zh": "服务"}),
        Column(
            "outcome",
            "text",
            {"en": "granted, partly_granted or refused", "ko": "인용, 일부 인용, 거부", "zh": "准予、部分准予或拒绝"},
        ),
        Column("cases", "integer", {"en": "Cases decided", "ko": "처분 건수", "zh": "决定件数"}),
    ),
    published.cases_by_month,
    Terms(
        text={
            "en": "How many cases were granted or refused in each month. Small numbers are hidden, so that nobody is recognised.",
            "ko": "달마다 인용하거나 거부한 건수입니다. 개인을 알아볼 수 없도록 작은 수는 가립니다.",
            "zh": "每月准予或拒绝的件数。为避免识别个人，较小的数字不予显示。",
        },
        keywords=("cases", "decisions", "민원 처리", "办件"),
        keys=("month", "service"),
    ),
)
SERVICES = TableSource(
    "service-catalogue",
    {"en": "Services of the city", "ko": "시의 공공서비스 목록", "zh": "本市公共服务目录"},
    (
        Column("service", "text", {"en": "Last part of its address", "ko": "주소의 마지막 부분", "zh": "网址的最后部分"}),
        Column("title_en", "text", {"en": "English name", "ko": "영어 이름", "zh": "英文名称"}),
        Column("title_ko", "text", {"en": "Korean name", "ko": "한국어 이름", "zh": "韩文名称"}),
        Column("title_zh", "text", {"en": "Chinese name", "ko": "중국어 이름", "zh": "中文名称"}),
        Column("department", "text", {"en": "Code of who decides", "ko": "담당 부서 코드", "zh": "负责部门代码"}),
        Column("topics", "text", {"en": "Topics", "ko": "분야", "zh": "主题"}),
        Column("life_events", "text", {"en": "Life events", "ko": "생애 사건", "zh": "人生事件"}),
        Column("online", "boolean", {"en": "Can be applied for online", "ko": "온라인 신청 가능", "zh": "可在线申请"}),
    ),
    published.services,
    Terms(
        text={
            "en": "Every service that the city offers, with who decides and whether one can apply online.",
            "ko": "시가 제공하는 모든 서비스와 담당 부서, 온라인 신청 가능 여부입니다.",
            "zh": "本市提供的全部服务、负责部门以及能否在线申请。",
        },
        keywords=("services", "catalogue", "공공서비스", "公共服务"),
        keys=("service",),
        is_about_people=False,
    ),
)
SOURCES = (SERVICE_FIGURES, CASES_BY_MONTH, SERVICES)
