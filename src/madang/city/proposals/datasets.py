"""What Oasis publishes to the Open Data Plaza. Nothing of it names anybody."""

from madang.city.kernel.registries.datasets import Column, TableSource, Terms
from madang.city.proposals.queries import conversations, discussed, published

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
COMMENTS_BY_MONTH = TableSource(
    "proposal-comments-by-month",
    {"en": "Comments on proposals by month", "ko": "월별 제안 댓글 수", "zh": "按月统计的提案评论数"},
    (
        Column("month", "text", {"en": "Month of writing", "ko": "작성한 달", "zh": "撰写月份"}),
        Column("for", "integer", {"en": "Comments for a proposal", "ko": "찬성 댓글", "zh": "赞成评论"}),
        Column("against", "integer", {"en": "Comments against a proposal", "ko": "반대 댓글", "zh": "反对评论"}),
        Column("questions", "integer", {"en": "Questions", "ko": "질문", "zh": "提问"}),
        Column("replies", "integer", {"en": "Replies", "ko": "답글", "zh": "回复"}),
    ),
    discussed.comments_by_month,
    Terms(
        text={
            "en": "How many comments stand under proposals, by month and by what they say. Hidden and deleted ones do not count.",
            "ko": "제안에 달린 댓글 수를 달과 입장별로 셉니다. 숨기거나 삭제한 댓글은 세지 않습니다.",
            "zh": "提案下的评论数，按月份和立场统计。隐藏和删除的评论不计入。",
        },
        keywords=("proposals", "comments", "댓글", "评论"),
        keys=("month",),
        is_about_people=False,  # each comment stands on a public page
    ),
)
MODERATION_BY_MONTH = TableSource(
    "proposal-moderation-by-month",
    {"en": "Moderation of texts by month", "ko": "월별 게시글 관리", "zh": "按月统计的内容审核"},
    (
        Column("month", "text", {"en": "Month of the decision", "ko": "결정한 달", "zh": "决定月份"}),
        Column(
            "outcome",
            "text",
            {
                "en": "kept, or the reason for hiding: spam, insult, private, off_topic",
                "ko": "kept(유지) 또는 숨긴 이유: spam, insult, private, off_topic",
                "zh": "kept（保留）或隐藏原因：spam、insult、private、off_topic",
            },
        ),
        Column("texts", "integer", {"en": "Texts", "ko": "글 수", "zh": "文本数"}),
        Column(
            "median_hours",
            "number",
            {"en": "Median hours to the decision", "ko": "결정까지 시간의 중앙값", "zh": "作出决定所需小时数的中位数"},
        ),
        Column(
            "overturned",
            "integer",
            {"en": "Shown again after an objection", "ko": "이의 제기 뒤 다시 공개", "zh": "申诉后恢复显示"},
        ),
    ),
    discussed.decided_by_month,
    Terms(
        text={
            "en": "What moderators decided on texts that were reported or held back, how fast, and what became of objections. "
            "Small counts are left out.",
            "ko": "신고되었거나 자동 점검에 걸린 글을 어떻게 얼마나 빨리 처리했는지, 이의 제기 결과는 어떤지 보여 줍니다. "
            "작은 수는 밝히지 않습니다.",
            "zh": "审核员对被举报或被自动检查拦下的文本作出的决定、用时以及申诉结果。较小的数字不予公布。",
        },
        keywords=("proposals", "moderation", "신고", "审核"),
        keys=("month", "outcome"),
        is_about_people=False,
    ),
)
CONVERSATIONS = TableSource(
    "conversations",
    {"en": "Conversations of residents", "ko": "시민 대화", "zh": "居民对话"},
    (
        Column("reference", "text", {"en": "What names it", "ko": "대화 번호", "zh": "对话编号"}),
        Column("question", "text", {"en": "What is asked", "ko": "질문", "zh": "问题"}),
        Column("topic", "text", {"en": "Topic", "ko": "분야", "zh": "主题"}),
        Column("proposal", "text", {"en": "The proposal it is about", "ko": "관련 제안 번호", "zh": "相关提案编号"}),
        Column("opened_on", "date", {"en": "Day on which it was opened", "ko": "시작일", "zh": "开始日期"}),
        Column("ended_on", "date", {"en": "Day on which it ended", "ko": "종료일", "zh": "结束日期"}),
        Column("statements", "integer", {"en": "Statements that are shown", "ko": "게시된 의견 수", "zh": "已显示的观点数"}),
        Column("people", "integer", {"en": "People on the present map", "ko": "의견 지도에 든 사람 수", "zh": "观点图上的人数"}),
        Column("votes", "integer", {"en": "Their votes", "ko": "투표 수", "zh": "投票数"}),
        Column("groups", "integer", {"en": "Groups who vote alike", "ko": "비슷하게 투표한 무리 수", "zh": "投票相近的群体数"}),
    ),
    conversations.published,
    Terms(
        text={
            "en": "What the city and residents asked each other, how many took part, and into how many groups their votes fall.",
            "ko": "시와 시민이 서로 묻고 나눈 대화, 참여 인원과 의견 무리 수입니다.",
            "zh": "市政府与居民开展的对话、参与人数以及投票形成的群体数。",
        },
        keywords=("conversations", "opinions", "대화", "对话"),
        keys=("reference",),
        is_about_people=False,  # a map is drawn of five people and more alone, and its page says the same
    ),
)
STATEMENTS = TableSource(
    "conversation-statements",
    {"en": "How residents take statements", "ko": "의견별 찬반", "zh": "各观点的赞成与反对"},
    (
        Column("conversation", "text", {"en": "The conversation", "ko": "대화 번호", "zh": "对话编号"}),
        Column("statement", "integer", {"en": "Its number there", "ko": "의견 번호", "zh": "观点编号"}),
        Column("text", "text", {"en": "What it says", "ko": "의견 내용", "zh": "观点内容"}),
        Column("language", "text", {"en": "Language: en, ko or zh", "ko": "언어 (en, ko, zh)", "zh": "语言（en、ko、zh）"}),
        Column("group", "text", {"en": "all, or the group A to E", "ko": "all 또는 무리 A–E", "zh": "all 或群体 A–E"}),
        Column("agree", "integer", {"en": "Who agree", "ko": "찬성", "zh": "赞成"}),
        Column("pass", "integer", {"en": "Who pass", "ko": "건너뜀", "zh": "跳过"}),
        Column("disagree", "integer", {"en": "Who disagree", "ko": "반대", "zh": "反对"}),
    ),
    conversations.published_statements,
    Terms(
        text={
            "en": "How many agree with each statement, pass and disagree, of all and by group. Nothing tells of fewer than five.",
            "ko": "의견마다 찬성, 건너뜀, 반대한 사람 수입니다. 전체와 무리별이며 다섯 명 미만은 밝히지 않습니다.",
            "zh": "每个观点的赞成、跳过和反对人数，含全部及各群体。不足五人的数字不予公布。",
        },
        keywords=("conversations", "opinions", "votes", "의견", "观点"),
        keys=("conversation", "statement", "group"),
        is_about_people=False,  # the rule of the map (rules.opinions.told) has left out what could give somebody away
    ),
)
SOURCES = (
    PROPOSALS,
    SUPPORTS_BY_MONTH,
    ANSWER_TIMES,
    DEPARTMENTS,
    COMMENTS_BY_MONTH,
    MODERATION_BY_MONTH,
    CONVERSATIONS,
    STATEMENTS,
)
