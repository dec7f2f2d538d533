"""What Oasis publishes to the Open Data Plaza. Nothing of it names anybody."""

from madang.city.kernel.registries.datasets import Column, TableSource, Terms
from madang.city.proposals.queries import published

PROPOSALS = TableSource(
    "proposals",
    {"en": "Proposals of residents", "ko": "시민 제안", "zh": "居民提案"},
    (
        Column("reference", "text", {"en": "What names it", "ko": "제안 번호", "zh": "提案编号"}),
        Column("title", "text", {"en": "Its title", "ko": "제목", "zh": "标题"}),
        Column("language", "text", {"en": "Language: en, ko or zh", "ko": "언어 (en, ko, zh)", "zh": "语言（en、ko、zh）"}),
        Column("topic", "text", {"en": "Topic", "ko": "분야", "zh": "主题"}),
        Column(
            "area",
            "text",
            {"en": "Code of the area; empty is the whole city", "ko": "구역 코드 (없으면 시 전체)", "zh": "区域代码（空为全市）"},
        ),
        Column("state", "text", {"en": "Where it stands", "ko": "진행 상태", "zh": "当前状态"}),
        Column("decision", "text", {"en": "What the city answered", "ko": "답변 결과", "zh": "答复结果"}),
        Column("supports", "integer", {"en": "People who support it", "ko": "공감 수", "zh": "支持人数"}),
        Column("needed", "integer", {"en": "How many it needs", "ko": "필요 공감 수", "zh": "所需支持人数"}),
        Column("department", "text", {"en": "Code of who answers", "ko": "담당 부서 코드", "zh": "负责部门代码"}),
        Column("published_on", "date", {"en": "Day of publication", "ko": "게시일", "zh": "发布日期"}),
        Column("reached_on", "date", {"en": "Day on which enough supported it", "ko": "공감 충족일", "zh": "达到支持人数之日"}),
        Column("answered_on", "date", {"en": "Day of the answer", "ko": "답변일", "zh": "答复日期"}),
    ),
    published.proposals,
    Terms(
        text={
            "en": "Every proposal that residents published, how many support it, how it stands and when the city answered.",
            "ko": "시민이 올린 모든 제안과 공감 수, 진행 상태, 답변일입니다.",
            "zh": "居民发布的全部提案、支持人数、当前状态和答复日期。",
        },
        keywords=("proposals", "participation", "시민 제안", "居民提案"),
        keys=("reference",),
        is_about_people=False,  # the count of each proposal stands on its public page
    ),
)
SUPPORTS_BY_MONTH = TableSource(
    "proposal-supports-by-month",
    {"en": "Support for proposals by month", "ko": "월별 제안 공감 수", "zh": "按月统计的提案支持数"},
    (
        Column("month", "text", {"en": "Month of the support", "ko": "공감한 달", "zh": "支持月份"}),
        Column("topic", "text", {"en": "Topic of the proposal", "ko": "제안 분야", "zh": "提案主题"}),
        Column("supports", "integer", {"en": "How often proposals were supported", "ko": "공감 수", "zh": "支持次数"}),
    ),
    published.supports_by_month,
    Terms(
        text={
            "en": "How often residents supported proposals in each month, by topic. Small numbers are hidden.",
            "ko": "달마다 분야별 공감 수입니다. 작은 수는 가립니다.",
            "zh": "每月各主题提案获得的支持次数。较小的数字不予显示。",
        },
        keywords=("proposals", "support", "공감", "支持"),
        keys=("month", "topic"),
    ),
)
ANSWER_TIMES = TableSource(
    "proposal-answer-times",
    {"en": "How long answers to proposals took", "ko": "제안 답변 소요 일수", "zh": "提案答复用时"},
    (
        Column("month", "text", {"en": "Month of the answer", "ko": "답변한 달", "zh": "答复月份"}),
        Column("answers", "integer", {"en": "First answers", "ko": "첫 답변 수", "zh": "首次答复件数"}),
        Column(
            "median_days",
            "number",
            {
                "en": "Median days from enough support to the answer",
                "ko": "공감 충족부터 답변까지 일수의 중앙값",
                "zh": "从达到支持人数到答复的天数中位数",
            },
        ),
        Column(
            "days_of_nine_in_ten",
            "number",
            {"en": "Days within which nine in ten were answered", "ko": "90%가 답변된 일수", "zh": "九成答复所用天数"},
        ),
        Column(
            "share_in_time",
            "number",
            {"en": "Share answered in time, 0 to 1", "ko": "기한 내 답변 비율 (0–1)", "zh": "按期答复比例（0–1）"},
        ),
    ),
    published.times_by_month,
    Terms(
        text={
            "en": "Median days to the city's answer and the share in time, by month.",
            "ko": "월별 답변 소요 일수의 중앙값과 기한 내 답변 비율입니다.",
            "zh": "按月统计的答复天数中位数和按期答复比例。",
        },
        keywords=("proposals", "answers", "답변", "答复"),
        keys=("month",),
        is_about_people=False,
    ),
)
DEPARTMENTS = TableSource(
    "proposal-departments",
    {"en": "How fast departments answer proposals", "ko": "부서별 제안 답변 현황", "zh": "各部门提案答复情况"},
    (
        Column("department", "text", {"en": "Code of the department", "ko": "부서 코드", "zh": "部门代码"}),
        Column("answers", "integer", {"en": "First answers in the year", "ko": "1년간 첫 답변 수", "zh": "一年内首次答复件数"}),
        Column(
            "median_days",
            "number",
            {
                "en": "Median days from enough support to the answer",
                "ko": "공감 충족부터 답변까지 일수의 중앙값",
                "zh": "从达到支持人数到答复的天数中位数",
            },
        ),
        Column("waiting", "integer", {"en": "Proposals on which it must act", "ko": "처리할 제안 수", "zh": "待处理提案数"}),
        Column("overdue", "integer", {"en": "Of these, overdue", "ko": "그중 기한 초과", "zh": "其中逾期件数"}),
        Column(
            "overdue_share",
            "number",
            {
                "en": "Late answers and overdue proposals among all, 0 to 1",
                "ko": "늦은 답변과 기한 초과 제안의 비율 (0–1)",
                "zh": "逾期答复和逾期提案所占比例（0–1）",
            },
        ),
    ),
    published.departments,
    Terms(
        text={
            "en": "Who answers proposals how fast, over the year before the day of publication.",
            "ko": "공개일 이전 1년 동안 부서별 제안 답변 속도입니다.",
            "zh": "发布日之前一年内各部门答复提案的速度。",
        },
        keywords=("proposals", "departments", "부서", "部门"),
        keys=("department",),
        is_about_people=False,
    ),
)
SOURCES = (PROPOSALS, SUPPORTS_BY_MONTH, ANSWER_TIMES, DEPARTMENTS)
