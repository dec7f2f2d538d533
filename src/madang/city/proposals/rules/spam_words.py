"""Words and hosts that stand in spam more often than in what residents write; each adds points and decides nothing alone."""

_ADVERTISING = """
    카지노,바카라,토토사이트,먹튀,슬롯,홀덤,사설토토,배팅,대출상담,무직자대출,신용불량자,급전,작대,비아그라,시알리스,조건만남,출장안마,
    오피사이트,성인용품,야동,부업문의,재택알바,고수익,수익보장,코인리딩,주식리딩,카톡문의,텔레그램문의,명품레플,
    博彩,赌场,百家乐,时时彩,六合彩,开户送,代开发票,办证,贷款秒批,无抵押贷款,信用卡套现,加微信,加我微信,刷单,兼职日结,日赚,高仿,
    伟哥,约炮,上门服务,色情,内幕股票,荐股,虚拟币,代孕,
    casino,slot machine,online betting,baccarat,payday loan,instant loan,viagra,cialis,escort service,porn,crypto investment,
    forex signals,guaranteed profit,make money fast,work from home job,replica watches,whatsapp me,telegram me,seo service
"""
_INSULTS = """
    씨발,시발놈,개새끼,병신,지랄,꺼져라,미친놈,미친년,틀딱,맘충,짱깨,쪽발이,
    傻逼,操你妈,他妈的,去死,滚蛋,贱人,脑残,废物东西,
    fuck you,asshole,bastard,bitch,cunt,retard,go kill yourself,subhuman
"""
SHORTENERS = frozenset(
    {
        "bit.ly",
        "tinyurl.com",
        "t.ly",
        "goo.gl",
        "is.gd",
        "cutt.ly",
        "rebrand.ly",
        "han.gl",
        "vo.la",
        "me2.do",
        "url.kr",
        "dwz.cn",
        "t.cn",
    }
)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.replace("\n", "").split(",") if word.strip())


ADVERTISING, INSULTS = _words(_ADVERTISING), _words(_INSULTS)
