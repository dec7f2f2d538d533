"""What mVoting publishes to the Open Data Plaza."""

from madang.city.kernel.registries.datasets import Column, TableSource, Terms
from madang.city.voting.queries import published

_VOTE = Column("vote", "text", {"en": "Reference of the vote", "ko": "투표 번호", "zh": "投票编号"})

VOTES = TableSource(
    "votes",
    {"en": "Votes of the city", "ko": "시 투표 목록", "zh": "本市投票列表"},
    (
        _VOTE,
        Column("mode", "text", {"en": "straw or official", "ko": "의견 투표 또는 공식 투표", "zh": "意见投票或正式投票"}),
        Column("state", "text", {"en": "How it stands", "ko": "진행 상태", "zh": "状态"}),
        Column("question_en", "text", {"en": "English question", "ko": "영어 질문", "zh": "英文问题"}),
        Column("question_ko", "text", {"en": "Korean question", "ko": "한국어 질문", "zh": "韩文问题"}),
        Column("question_zh", "text", {"en": "Chinese question", "ko": "중국어 질문", "zh": "中文问题"}),
        Column("kind", "text", {"en": "What is marked", "ko": "투표 방식", "zh": "投票方式"}),
        Column("rule", "text", {"en": "How it is counted", "ko": "집계 규칙", "zh": "计票规则"}),
        Column("opens_on", "date", {"en": "First day", "ko": "시작일", "zh": "开始日期"}),
        Column("closes_on", "date", {"en": "Last day", "ko": "마감일", "zh": "截止日期"}),
        Column("entitled", "integer", {"en": "People who may vote", "ko": "투표할 수 있는 사람 수", "zh": "有投票权的人数"}),
        Column("voters", "integer", {"en": "Ballots that were cast", "ko": "투표 수", "zh": "投票数"}),
        Column("department", "text", {"en": "Code of who must answer", "ko": "답변 부서 코드", "zh": "答复部门代码"}),
        Column("answer_due_on", "date", {"en": "Day by which to answer", "ko": "답변 기한", "zh": "答复期限"}),
        Column("answered_on", "date", {"en": "Day of the answer", "ko": "답변일", "zh": "答复日期"}),
    ),
    published.votes,
    Terms(
        text={
            "en": "Every vote that residents or the city put to people: question, rule, how many took part, who must answer.",
            "ko": "주민이나 시가 부친 모든 투표의 질문, 규칙, 참여자 수, 답변 부서입니다.",
            "zh": "居民或市政府发起的全部投票：问题、规则、参与人数和答复部门。",
        },
        keywords=("votes", "participation", "투표", "投票"),
        themes=("GOVE", "SOCI"),
        keys=("vote",),
        is_about_people=False,  # how many took part in a whole vote is public, however few they are
    ),
)
RESULTS = TableSource(
    "vote-results",
    {"en": "Results of votes", "ko": "투표 결과", "zh": "投票结果"},
    (
        _VOTE,
        Column("option", "integer", {"en": "Number of the option", "ko": "선택지 번호", "zh": "选项编号"}),
        Column("text", "text", {"en": "The option", "ko": "선택지", "zh": "选项"}),
        Column(
            "tally",
            "number",
            {"en": "Votes or points, in the first round", "ko": "1차 집계의 표 또는 점수", "zh": "首轮票数或分数"},
        ),
        Column("won", "boolean", {"en": "Whether it won", "ko": "당선 여부", "zh": "是否胜出"}),
    ),
    published.results,
    Terms(
        text={
            "en": "What each option of each counted vote got. The vote's page has what it takes to count again.",
            "ko": "집계한 모든 투표의 선택지별 결과입니다. 투표 페이지에서 증명서와 전체 표를 받아 다시 셀 수 있습니다.",
            "zh": "每次已计票投票中各选项的结果。投票页面提供证书和全部选票，可重新计票。",
        },
        keywords=("votes", "results", "투표 결과", "投票结果"),
        themes=("GOVE", "SOCI"),
        keys=("vote", "option"),
        is_about_people=False,  # the result of a whole vote is public, however few chose an option
    ),
)
TURNOUT = TableSource(
    "vote-turnout",
    {"en": "Who takes part in votes", "ko": "투표 참여자 현황", "zh": "投票参与情况"},
    (
        _VOTE,
        Column("by", "text", {"en": "area, age or gender", "ko": "구역, 나이, 성별 구분", "zh": "按区域、年龄或性别"}),
        Column(
            "group",
            "text",
            {"en": "The group; empty where it is not known", "ko": "집단 (모르면 빈칸)", "zh": "群体（未知则为空）"},
        ),
        Column(
            "voters",
            "integer",
            {"en": "How many voted; empty where few", "ko": "투표자 수 (적으면 빈칸)", "zh": "投票人数（过少则为空）"},
        ),
    ),
    published.turnout,
    Terms(
        text={
            "en": "How many people of each area, age band and gender took part. Small numbers are hidden.",
            "ko": "구역, 나이대, 성별에 따른 참여자 수입니다. 개인을 알아볼 수 없도록 작은 수는 가립니다.",
            "zh": "各区域、年龄段和性别的参与人数。为避免识别个人，较小的数字不予显示。",
        },
        keywords=("votes", "turnout", "투표율", "投票率"),
        themes=("GOVE", "SOCI"),
        keys=("vote", "by", "group"),
        is_about_people=False,  # what would tell of few is left out already, the same cells as on the vote's page
    ),
)
SOURCES = (VOTES, RESULTS, TURNOUT)
