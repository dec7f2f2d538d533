"""What Citizen Cloud publishes to the Open Data Plaza."""

from collections.abc import Iterable, Mapping
from typing import Any

from madang.city.kernel.registries.datasets import Column
from madang.city.portal.queries import performance


class ServiceFigures:
    """How each service did in the last twelve months; figures that rest on fewer than ten cases are empty."""

    slug = "service-figures"
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
