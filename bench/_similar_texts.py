"""Invented proposals in Korean, Chinese and English, as many as asked for: always the same ones for the same seed.

A proposal is put together of a topic (what for, what is wrong, what is wished), a place, a voice, and sentences that people say
about everything; words that residents use (the civic thesaurus) make the long tail. None is meant to wish what a labelled pair
of `similar_pairs.csv` wishes, but all speak about the same city with the same words.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

LANGUAGES = ("ko", "zh", "en")
SHARES = (0.6, 0.2, 0.2)
LETTERS = {"ko": (200, 1000), "zh": (120, 700), "en": (400, 2000)}


@dataclass(frozen=True, slots=True)
class Text:
    """One proposal's language, title and body."""

    lang: str
    title: str
    body: str


# Each topic: things | what is wrong | what is wished, several of each parted by a slash; {p} is a place.
TOPICS = {
    "ko": """
도로 포장,아스팔트,노면 | {p} 도로가 움푹 패어 차가 덜컹거립니다/비만 오면 {p} 도로에 물이 고입니다 | {p} 구간 재포장/포트홀 보수/노면 정비
가로등,보안등,조명 | {p} 일대가 밤이면 어둡습니다/{p} 가로등이 자주 꺼져 있습니다 | {p} 가로등 확충/고장 난 보안등 교체/조도 개선
버스 정류장,정류소,승강장 | {p} 정류장에 앉을 자리가 없습니다/{p} 정류소 표지판이 낡아 읽을 수 없습니다 | {p} 정류장 의자 설치/정류소 이름 변경/정류장 위치 이동
시내버스,마을버스,노선 | {p} 쪽은 갈아타는 버스가 없습니다/{p} 지나는 버스가 일찍 끊깁니다 | {p} 경유 노선 신설/막차 시간 연장/급행버스 운행
지하철역,환승 통로,출입구 | {p}역 환승 통로가 너무 깁니다/{p}역 출입구에 비가 들이칩니다 | {p}역 출입구 지붕 설치/무빙워크 설치/안내 표지 개선
자전거 도로,자전거길,따릉이 | {p} 자전거길이 중간에 끊깁니다/자전거 도로에 차가 서 있습니다 | {p} 자전거길 연결/자전거 도로 턱 낮추기/자전거 수리대 설치
횡단보도,건널목,신호등 | {p} 교차로 신호가 헷갈립니다/{p} 건널목 선이 지워졌습니다 | {p} 대각선 횡단보도 설치/신호 체계 조정/횡단보도 도색
주차장,주차 구역,거주자 우선 주차 | {p} 주민이 저녁마다 주차 전쟁을 치릅니다/방문객 주차 공간이 부족합니다 | {p} 공영주차장 조성/거주자 우선 주차 확대/주차 요금 조정
공원,근린공원,녹지 | {p}공원 화단이 관리되지 않습니다/{p}공원 나무가 말라 죽고 있습니다 | {p}공원 꽃길 조성/{p}공원 산책로 연장/{p}공원 잔디 개방
놀이터,어린이공원,놀이 기구 | {p} 놀이터 그네가 부서졌습니다/{p}에는 큰 아이들이 놀 곳이 없습니다 | {p} 놀이터 그네 수리/물놀이장 조성/모험 놀이터 설치
도서관,작은도서관,열람실 | {p}도서관 자리가 늘 부족합니다/신간이 들어오는 데 두 달이 걸립니다 | {p}도서관 신간 구입 확대/도서관 좌석 예약제/도서관 카페 운영
학교,초등학교,통학로 | {p}초 통학로에 인도가 없습니다/{p}중 교실이 과밀합니다 | {p}초 통학로 인도 설치/{p}중 증축/학교 담장 허물기
어린이집,유치원,보육 | {p}에는 국공립 어린이집이 없습니다/대기 순번이 백 번이 넘습니다 | {p} 국공립 어린이집 설립/영아반 확대/보육 교사 처우 개선
경로당,노인복지관,어르신 | {p} 어르신이 모일 공간이 없습니다/{p} 경로당이 2층이라 오르기 힘듭니다 | {p} 경로당 신축/노래 교실 개설/어르신 일자리 확대
청년,일자리,창업 | {p} 청년이 서울로 떠납니다/면접 볼 때 입을 정장이 없습니다 | {p} 청년 창업 공간 조성/면접 정장 대여/청년 수당 신설
쓰레기,종량제 봉투,분리배출 | {p} 전봇대 아래 쓰레기가 쌓입니다/분리배출 요일을 모르는 이웃이 많습니다 | {p} 분리배출 안내판 설치/종량제 봉투 소형화/클린하우스 설치
하천,천변,둔치 | {p}천 물이 탁하고 거품이 떠다닙니다/{p}천 둔치 잡초가 사람 키만 합니다 | {p}천 수질 개선/둔치 꽃밭 조성/징검다리 설치
체육관,배드민턴장,축구장 | {p} 체육관 대관이 어렵습니다/{p} 축구장 잔디가 벗겨졌습니다 | {p} 배드민턴장 확충/축구장 잔디 교체/탁구대 설치
보건소,병원,예방접종 | {p}에서 보건소까지 너무 멉니다/예방접종 예약 전화가 연결되지 않습니다 | {p} 보건지소 설치/토요일 진료/접종 예약 시스템 개선
시장,상점가,골목상권 | {p}시장 통로가 좁고 어둡습니다/{p} 상점가에 빈 가게가 늘었습니다 | {p}시장 아케이드 설치/상품권 할인 판매/야시장 개최
소음,공사장,먼지 | {p} 공사 차량이 새벽부터 다닙니다/{p} 주변 먼지로 빨래를 널 수 없습니다 | {p} 공사 시간 제한/세륜 시설 설치/방음벽 설치
반려동물,강아지,목줄 | {p} 산책길에 배설물이 방치됩니다/목줄을 하지 않은 개가 무섭습니다 | {p} 배변 봉투함 설치/목줄 단속/반려동물 등록비 지원
흡연,담배꽁초,금연 거리 | {p} 골목이 담배꽁초로 가득합니다/창문으로 담배 연기가 들어옵니다 | {p} 금연 거리 지정/꽁초 수거함 설치/금연 단속 강화
축제,공연,문화 행사 | {p}에는 즐길 행사가 없습니다/축제 때 화장실 줄이 깁니다 | {p} 거리 공연 허용/불꽃 축제 개최/축제 셔틀버스 운행
관광,둘레길,안내소 | {p} 둘레길 표지가 헷갈립니다/{p} 관광지에 쉴 곳이 없습니다 | {p} 둘레길 쉼터 설치/관광 안내소 설치/스탬프 투어 운영
민원,주민센터,행정 | {p} 주민센터 대기가 길어집니다/담당자가 자주 바뀌어 설명을 되풀이합니다 | {p} 주민센터 이전/민원 처리 문자 안내/점심시간 교대 근무
주택,재개발,임대 | {p} 빈집이 무너질 듯합니다/{p} 재건축 절차가 멈춰 있습니다 | {p} 빈집 정비/재건축 속도 개선/집수리 비용 지원
안전,CCTV,방범 | {p} 골목에서 절도가 이어집니다/{p} 지하 통로가 불안합니다 | {p} 방범 카메라 확충/자율방범대 지원/안심벨 설치
에너지,태양광,전기차 | {p} 아파트 전기 요금이 부담됩니다/{p}에 수소 충전소가 없습니다 | {p} 미니 태양광 보급/충전소 유치/공공건물 단열 개선
장애인,휠체어,편의 시설 | {p} 식당 입구 턱 때문에 들어가지 못합니다/{p} 점자 안내가 틀렸습니다 | {p} 경사로 설치 지원/점자 안내 정비/장애인 체육 교실 개설
""",
    "zh": """
道路,路面,柏油 | {p}路面坑洼不平/一下雨{p}就积水难行 | {p}道路重新铺设/修补坑槽/路面标线翻新
路灯,照明,灯杆 | {p}一带入夜昏暗/{p}路灯经常不亮 | {p}增设路灯/更换灯具/调整亮灯时间
公交站,站台,站牌 | {p}站台没有座位/{p}站牌字迹模糊 | {p}站台增设座椅/站名调整/站点迁移
公交线路,末班车,换乘 | {p}没有直达公交/{p}末班车太早 | {p}新增公交线路/延长运营时间/开通快线
地铁站,出入口,换乘通道 | {p}站换乘通道太长/{p}站出口没有扶梯 | {p}站增设出入口/安装扶梯/完善指示标识
自行车道,骑行,绿道 | {p}绿道中间断开/自行车道被汽车占用 | {p}绿道贯通/设置骑行驿站/加装隔离桩
斑马线,路口,信号灯 | {p}路口信号灯配时不合理/{p}斑马线磨损 | {p}路口渠化改造/重新施划标线/设置左转灯
停车场,停车位,路边停车 | {p}居民晚上抢车位/访客无处停车 | {p}新建停车楼/增划停车位/调整收费标准
公园,绿地,花坛 | {p}公园花坛无人打理/{p}公园树木枯死 | {p}公园补种花木/{p}公园延长步道/开放草坪露营
游乐场,滑梯,儿童 | {p}秋千坏了半年/{p}没有大孩子玩的地方 | {p}维修游乐设施/建设戏水池/增设滑板场
图书馆,阅览室,书屋 | {p}图书馆一座难求/新书上架太慢 | {p}图书馆增加新书/座位预约系统/开设读书会
学校,小学,学区 | {p}小学班额过大/{p}中学操场翻修拖延 | {p}小学扩建/学区调整/增配体育老师
幼儿园,托班,入园 | {p}没有普惠幼儿园/排队报名要通宵 | {p}新建幼儿园/开设托班/提高教师待遇
老年人,养老院,活动室 | {p}老人没有活动场所/{p}养老院床位不足 | {p}建设老年活动室/开办合唱班/适老化改造
青年,就业,创业 | {p}年轻人留不住/应届生租房押金太高 | {p}建设创业园/提供求职补贴/举办招聘会
垃圾,分类,清运 | {p}垃圾桶满溢无人清/居民分不清垃圾种类 | {p}增加清运次数/张贴分类图解/撤桶并点
河道,湖水,岸线 | {p}河水浑浊有泡沫/{p}河岸杂草丛生 | {p}河水质治理/岸线绿化/安装护栏
体育馆,篮球场,足球场 | {p}球馆预约困难/{p}篮球架生锈 | {p}增建球场/更换篮筐/夜间开放灯光
社区医院,门诊,疫苗 | {p}离医院太远/疫苗预约电话打不通 | {p}设立社区卫生站/周末门诊/完善疫苗预约
菜市场,商铺,夜市 | {p}市场通道狭窄/{p}空置商铺越来越多 | {p}市场升级/发放消费券/举办年货节
工地,扬尘,噪音 | {p}工程车凌晨出入/{p}灰尘大晾不了衣服 | {p}限制施工时间/洒水降尘/加装隔音屏
宠物,养犬,遛狗 | {p}步道狗粪无人清/大型犬不拴绳 | {p}设置拾便箱/加强养犬管理/免费疫苗接种
控烟,烟头,吸烟 | {p}巷口满地烟头/二手烟飘进屋里 | {p}设置禁烟标识/投放烟头收集器/加强处罚
文化节,演出,展览 | {p}缺少文化活动/演出票价太高 | {p}举办露天电影/开放街头表演/组织社区春晚
旅游,步道,导览 | {p}登山步道标识不清/{p}景点没有休息处 | {p}增设休息亭/导览地图更新/开通旅游专线
政务大厅,窗口,办事 | {p}办事排队时间长/材料要求前后不一 | {p}增设自助终端/短信通知进度/午间不间断服务
住房,旧改,公租房 | {p}老房子外墙脱落/公租房轮候太久 | {p}外墙加固/加快旧改/发放租房补贴
治安,监控,巡逻 | {p}电动车屡被盗/{p}地下道不安全 | {p}增设监控/加强巡逻/安装报警柱
能源,电费,充电站 | {p}电费负担重/{p}没有加氢站 | {p}推广节能灯/建设充电站/公共建筑保温
残疾人,轮椅,无障碍 | {p}商店门口有台阶进不去/{p}盲文指示错误 | {p}增设坡道/修正盲文/开设康复班
""",
    "en": """
road surface,carriageway,tarmac | The road at {p} is breaking up/Water stands on the road at {p} after rain | Resurface {p}/Repair the drains at {p}/New road markings for {p}
street lights,lamp posts,lighting | {p} is dark at night/The lights at {p} are out again | More street lights for {p}/Replace the lamps at {p}/Dim the lights at {p} after midnight
bus stop,shelter,timetable | There is no seat at the {p} stop/The timetable at {p} cannot be read | A seat at the {p} bus stop/Move the {p} stop/Rename the {p} stop
bus route,last bus,connection | There is no direct bus from {p}/The last bus to {p} leaves too early | A new bus route via {p}/Later buses to {p}/An express from {p}
station,platform,subway | The walk between platforms at {p} is endless/Rain blows into {p} station | A roof for {p} station/A second exit at {p}/Better signs at {p} station
cycle route,bike path,cyclists | The cycle route at {p} ends in the middle of nowhere/Cars park on the bike path at {p} | Join up the bike path at {p}/A repair stand at {p}/Bollards at {p}
crossing,junction,traffic signal | The junction at {p} is confusing/The crossing at {p} has faded | Diagonal crossing at {p}/Change the signals at {p}/Repaint {p}
car park,parking permit,bays | Residents of {p} cannot park after six/Visitors have nowhere to park at {p} | A car park for {p}/Resident permits at {p}/Lower charges at {p}
park,flower beds,lawn | The flower beds in {p} Park are full of weeds/Trees are dying in {p} Park | New planting in {p} Park/Longer paths in {p} Park/A bandstand for {p} Park
playground,swings,climbing frame | The swings at {p} have been broken since spring/There is nothing for older children at {p} | Mend the swings at {p}/Paddling pool for {p}/Climbing wall at {p}
library,reading room,books | You never find a seat in {p} library/New books take two months to arrive at {p} | More new books for {p}/Seat booking at {p} library/A reading group at {p}
school,classrooms,pupils | There is no pavement on the way to {p} school/Classes at {p} are too big | A pavement to {p} school/Extend {p} school/Open the gates of {p} school
nursery,childcare,toddlers | {p} has no public nursery/The waiting list at {p} is over a year long | A public nursery for {p}/Baby groups at {p}/Better pay at {p} nursery
seniors,care home,day centre | Older people at {p} have no place to meet/The day centre at {p} is upstairs | A day centre for {p}/A choir at {p}/Jobs for seniors at {p}
young people,jobs,start-ups | Young people are leaving {p}/Graduates cannot pay a deposit at {p} | Start-up rooms at {p}/A job fair at {p}/A loan scheme for {p}
rubbish,bin bags,sorting | Bags pile up on the corner of {p}/Nobody at {p} knows which bin to use | Signs for sorting at {p}/Smaller bags for {p}/Underground bins at {p}
river,stream,bank | The stream at {p} is cloudy/The bank at {p} is overgrown | Clean the stream at {p}/Stepping stones at {p}/Railings at {p}
sports hall,pitch,courts | You cannot book the hall at {p}/The pitch at {p} has lost its grass | Badminton courts for {p}/New turf at {p}/Table tennis at {p}
clinic,surgery,vaccination | The clinic is too far from {p}/Nobody answers the phone at {p} surgery | A clinic at {p}/Saturday hours at {p}/Online booking at {p}
market,shops,traders | The aisles of {p} market are dark/Shops stand empty at {p} | A roof over {p} market/Vouchers for {p}/A Christmas market at {p}
noise,building site,dust | Lorries pass {p} before dawn/You cannot dry washing at {p} for dust | Limit working hours at {p}/Wash wheels at {p}/A hoarding at {p}
pets,dogs,leads | Dog mess is left on the path at {p}/Dogs run loose at {p} | Bag dispensers at {p}/Wardens at {p}/Cheaper chips for dogs at {p}
smoking,cigarette ends,smoke | The lane at {p} is full of cigarette ends/Smoke comes in through windows at {p} | No smoking at {p}/Ashtrays at {p}/Fines at {p}
festival,concerts,culture | There are no events at {p}/The queues at the {p} festival were endless | Open-air cinema at {p}/Street music at {p}/Fireworks at {p}
tourism,trail,visitors | The trail at {p} is badly signed/There is nowhere to rest at {p} | A hut on the {p} trail/A visitor centre at {p}/A heritage walk at {p}
council office,counter,forms | The queue at the {p} office is long/Every clerk at {p} says something else | Text messages from the {p} office/A kiosk at {p}/Open the {p} office at lunch
housing,renewal,tenants | Empty houses at {p} are falling down/The renewal of {p} has stopped | Repair empty homes at {p}/Speed up {p}/Grants for {p}
safety,cameras,burglary | Bicycles are stolen at {p}/The tunnel at {p} feels unsafe | Cameras at {p}/More patrols at {p}/Help points at {p}
energy,insulation,charging | Electricity is dear at {p}/There is no hydrogen station at {p} | Insulate {p}/A charging hub at {p}/A windmill for {p}
disability,ramps,access | A step keeps wheelchairs out of the shops at {p}/The braille at {p} is wrong | Ramps for {p}/Correct the braille at {p}/Sitting volleyball at {p}
""",
}
PLACES = {
    "ko": ["달빛", "솔내", "한밭", "새터", "금강", "백운", "청수", "동산", "남문", "북촌", "서래", "매화", "진달래", "온누리", "가람", "미르", "다솜", "나래", "하늘", "바다", "들꽃", "반석", "용두", "학익", "송도", "석촌", "문정", "가락", "방이", "오금", "개포", "일원", "수서", "자양", "구의", "광장", "성내", "둔촌", "천호", "암사", "명일", "고덕", "상일", "강일"],
    "zh": ["和平", "建国", "胜利", "光明", "朝阳", "向阳", "滨江", "清河", "龙泉", "凤凰", "金桥", "银杏", "桃源", "梅园", "翠竹", "松林", "柳岸", "荷塘", "望江", "迎宾", "长青", "永安", "泰和", "福田", "安定", "德胜", "崇文", "宣武", "鼓楼", "钟楼", "城西", "城南", "江北", "湖东", "海丰", "天河", "云山", "石桥", "白塔", "红旗"],
    "en": ["Ashford", "Beechwood", "Claremont", "Dunmore", "Elmhurst", "Foxley", "Greenhill", "Hartfield", "Inglewood", "Juniper", "Kelvin", "Larkhill", "Meadowbank", "Newbury", "Orchard", "Priory", "Quarry", "Rosemount", "Sandford", "Thornton", "Upland", "Vernon", "Whitehall", "Yarrow", "Abbey", "Birchgrove", "Castleton", "Dovecote", "Easton", "Fernley", "Glenfield", "Hollins", "Ivydale", "Kingsmead", "Lowther", "Millbrook", "Norwood", "Oakdene"],
}  # fmt: skip
SPOTS = {
    "ko": ["동", "일동", "로", "사거리", "마을", "아파트", "단지", "골목", "언덕", "입구"],
    "zh": ["路", "街", "小区", "社区", "广场", "新村", "花园", "巷", "大道", "片区"],
    "en": ["Road", "Street", "Lane", "Square", "Estate", "Hill", "Court", "Avenue", "Terrace", "Green"],
}
VOICES = {
    "ko": """안녕하십니까, {p}에 사는 주민입니다./두 아이를 키우는 엄마입니다./{p}에서 {n}년째 가게를 하고 있습니다./출퇴근하면서 늘 느끼는 점입니다./
저는 고등학생입니다./올해 일흔이 된 노인입니다./{p}로 이사 온 지 {n}개월 되었습니다./직장인이라 평일에는 시간이 없습니다./휠체어를 쓰는 이웃을 대신하여 씁니다./
동네 모임에서 여러 번 나온 이야기입니다.""",
    "zh": """您好，我是{p}的居民。/我是两个孩子的母亲。/我在{p}做了{n}年生意。/每天上下班都有感受。/我是一名高中生。/我今年七十岁了。/
搬到{p}已经{n}个月。/平时要上班，没有时间。/替坐轮椅的邻居写几句。/业主群里大家多次提起。""",
    "en": """I live at {p}./As a mother of two I see this daily./I have run a shop at {p} for {n} years./I pass here on my way to work./I am a sixth-former./
I turned seventy this year./We moved to {p} {n} months ago./I work full time./I write for a neighbour who uses a wheelchair./It came up at every residents' meeting.""",
}
COMMON = {
    "ko": """특히 아침 시간에는 더욱 심각합니다./지난달에도 비슷한 일이 {n}번이나 있었습니다./이웃들도 모두 같은 생각입니다./구청에 전화했지만 담당 부서가 아니라는 답만 들었습니다./
예산이 많이 들지 않는 일이라고 생각합니다./다른 도시에서는 이미 하고 있습니다./사진을 함께 올립니다./어린이와 노약자가 가장 큰 피해를 봅니다./작은 변화가 큰 차이를 만듭니다./
주민 {n}0명이 서명하였습니다./작년에도 제안했으나 답이 없었습니다./현장에 한 번만 와 보시면 아실 것입니다./시민의 세금이 꼭 필요한 곳에 쓰이기를 바랍니다./{n}월부터 시범으로 운영해 보면 어떨까요?/
우선 가장 급한 곳부터 시작해도 좋겠습니다./관련 조례에도 근거가 있는 것으로 압니다./비용과 효과를 비교해 공개해 주시면 좋겠습니다./주변 상인들도 찬성하고 있습니다./
여름이 오기 전에 해결되기를 바랍니다./겨울철에는 더 위험합니다./주말이면 외지인까지 몰려 감당이 안 됩니다./관리 인력이 부족한 것도 이해합니다만 방법을 찾아 주십시오./
자원봉사로 도울 사람도 많습니다./기다리는 시간이 평균 {n}0분입니다./아이들 눈높이에서 살펴봐 주십시오./필요하다면 설문 조사를 해 주십시오./감사합니다./긍정적인 검토를 부탁드립니다./
빠른 조치를 부탁드립니다./진행 상황을 알려 주시면 감사하겠습니다./살기 좋은 우리 동네가 되었으면 합니다./{t} 문제도 함께 살펴 주십시오./{t} 관련 담당자와도 이야기했습니다./
요즘 {t} 이야기가 많이 나오는데 그와도 이어집니다./예전에 {t} 때문에 고생한 기억이 있습니다.""",
    "zh": """尤其是早上更加严重。/上个月类似情况发生了{n}次。/邻居们都有同感。/打过热线，答复说不归他们管。/我认为花费不大。/其他城市已经这样做了。/附上现场照片。/
受影响最大的是老人和孩子。/小小的改变会带来很大的不同。/已有{n}0位居民签名。/去年也提过，没有回音。/来现场看一眼就明白。/希望税款用在最需要的地方。/可否从{n}月开始试点？/
可以先从最急的地方做起。/相关条例也有规定。/请公布成本和效果的比较。/周边商户也赞成。/希望夏天之前解决。/冬天更加危险。/周末外地游客一来就更拥挤。/理解人手不足，但请想想办法。/
有不少人愿意做志愿者。/平均要等{n}0分钟。/请从孩子的角度看一看。/必要时可以做问卷调查。/谢谢！/恳请研究采纳。/请尽快处理。/希望告知进展。/愿我们的家园越来越好。/
同时请关注{t}的问题。/关于{t}也和工作人员谈过。/最近大家常说{t}，与此也有关系。/以前因为{t}吃过苦头。""",
    "en": """It is worst in the morning./Last month it happened {n} times./All the neighbours agree./I rang the council and was told it is somebody else's job./It would not cost much./Other towns do it already./
I attach a photo./Children and frail people suffer most./A small change would make a big difference./{n}0 residents have signed./I suggested it last year without an answer./Come and look for yourselves./
Our taxes should be spent where they are needed./Could it be tried out from month {n}?/Start with the most urgent places./The by-laws allow for it./Please publish costs and benefits./
The traders support it too./It should be solved before summer./In winter it is even more dangerous./At weekends visitors make it worse./I know staff are few, but please find a way./
Many would help as volunteers./The average wait is {n}0 minutes./Look at it from a child's point of view./Hold a survey if need be./Thank you./Please give it some thought./Please act soon./
Tell us how it goes on./Let us make this a better place to live./Please look into {t} as well./I also spoke to the officer about {t}./People talk a lot about {t} these days, and it is connected./
I have had trouble because of {t} before.""",
}
# An everyday sentence: who | when or where | what of it.
EVERYDAY = {
    "ko": """
우리 아이가/어머니께서/옆집 할머니는/저희 아버지도/동네 친구들이/아내와 제가/직장 동료가/가게 손님들이/학생들이/임신한 동생이/택배 기사님이/외국인 이웃이/혼자 사는 분들이/아기 엄마들이/퇴근하는 사람들이/강아지를 데리고 나온 분들이 |
밤늦게 집에 돌아올 때/아침 일찍 학교에 갈 때/비가 오는 날이면/더운 여름 낮에/눈이 온 다음 날/장을 보고 걸어오다가/버스를 기다리면서/병원에 다녀오는 길에/운동하러 나갈 때마다/차를 세우려고 할 때/쓰레기를 버리러 가면/지하철에서 내리면/유모차를 밀고 가다가/휴대폰으로 신청하려다가/주말에 쉬고 싶을 때/길을 건너다가 |
너무 힘들다고 합니다/무서워서 돌아간다고 해요/넘어져서 다쳤습니다/한참을 기다려야 합니다/어디로 가야 할지 모르겠대요/돈이 많이 든다고 걱정해요/시끄러워서 잠을 못 잡니다/냄새 때문에 창문을 못 열어요/자리가 없어서 그냥 나왔대요/불편하다는 말을 자주 합니다/깜짝 놀랐다고 합니다/더 좋은 방법이 있으면 좋겠다고 해요/신청 방법이 어렵다고 합니다/다시는 안 간다고 했어요/물어볼 사람이 없었다고 해요/조금만 도와주면 된다고 합니다""",
    "zh": """
我家孩子/老母亲/隔壁奶奶/我爸爸/邻居们/我和爱人/同事/店里的客人/学生们/怀孕的妹妹/快递小哥/外国朋友/独居的老人/年轻妈妈/下班的人/遛狗的人 |
晚上回家的时候/早上送孩子上学时/一到下雨天/夏天中午/下雪以后/买菜回来的路上/等车的时候/去医院看病时/出门锻炼的时候/想停车的时候/下楼倒垃圾/出了地铁站/推着婴儿车/用手机申请时/周末想休息的时候/过马路的时候 |
都说太累了/害怕得绕路走/摔了一跤/要等好半天/不知道该往哪走/担心花钱太多/吵得睡不着觉/臭得不敢开窗/没有位置只好走了/经常说不方便/吓了一大跳/希望有更好的办法/说手续太麻烦/再也不想去了/找不到人问/说帮一点点就行""",
    "en": """
My son/My mother/The old lady next door/My dad/Our neighbours/My wife and I/A colleague of mine/Customers in the shop/The students/My pregnant sister/The postman/A friend from abroad/People who live alone/Young mums/Folk coming off shift/People out with their dogs |
coming home late at night/taking the kids to school in the morning/on rainy days/in the summer heat/after the snow/carrying the shopping/waiting for the bus/on the way back from the doctor/going out for a run/trying to park the car/taking the rubbish down/getting off the train/pushing a pram/filling in the form on a phone/at the weekend/crossing the street |
found it really hard/was scared and took another way/fell and got hurt/had to wait for ages/did not know where to go/worried about the money/could not sleep for the noise/kept the windows shut for the smell/found no space and left/says it is a nuisance/got a terrible fright/would like a better way/thought the paperwork was a joke/won't go there again/had nobody to ask/says a little help would do""",
}
TITLES = {
    "ko": ["{w}", "{w} 요청", "{w} 건의", "{w} 제안합니다", "{w} 부탁드립니다", "{g} 개선: {w}", "{w} 바랍니다"],
    "zh": ["{w}", "建议{w}", "关于{w}的建议", "希望{w}", "请{w}", "改善{g}：{w}"],
    "en": ["{w}", "{w}, please", "Proposal: {w}", "Improve the {g}: {w}", "{w} now"],
}
WISHES = {
    "ko": [
        "{w} 사업을 검토해 주십시오.",
        "{w} 부탁드립니다.",
        "무엇보다 {w} 조치가 필요합니다.",
        "{g} 예산을 늘려 {w} 추진하면 좋겠습니다.",
    ],
    "zh": ["建议{w}。", "请考虑{w}。", "最需要的是{w}。", "希望增加{g}预算，{w}。"],
    "en": ["Please consider this: {w}.", "What we need: {w}.", "Above all, {w}.", "Spend more on the {g}: {w}."],
}


@dataclass(frozen=True, slots=True)
class Topic:
    """What a proposal can be about."""

    things: tuple[str, ...]
    wrongs: tuple[str, ...]
    wishes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What people of one language say about everything."""

    voices: list[str]
    common: list[str]
    everyday: list[list[str]]
    tail: list[str]


def invented(count: int, tail: dict[str, list[str]], seed: int = 4) -> Iterator[Text]:
    """Yield proposals; `tail` are words of residents by language that sentences mention in passing."""
    dice = random.Random(seed)
    topics = {lang: [_topic(line, lang) for line in TOPICS[lang].strip().splitlines()] for lang in LANGUAGES}
    voices = {lang: _parts(VOICES[lang]) for lang in LANGUAGES}
    common = {lang: _parts(COMMON[lang]) for lang in LANGUAGES}
    everyday = {lang: [_parts(part) for part in EVERYDAY[lang].split("|")] for lang in LANGUAGES}
    for _ in range(count):
        lang = dice.choices(LANGUAGES, SHARES)[0]
        said = Said(voices[lang], common[lang], everyday[lang], tail[lang])
        yield _text(dice, lang, dice.choice(topics[lang]), said)


def _text(dice: random.Random, lang: str, topic: Topic, said: Said) -> Text:
    low, high = LETTERS[lang]
    place, asked = _place(dice, lang), dice.randint(low, high)
    gap, stop = (" " if lang != "zh" else ""), (". " if lang != "zh" else "。")
    wish, thing = dice.choice(topic.wishes).replace("{p}", place), dice.choice(topic.things)
    title = dice.choice(TITLES[lang]).replace("{w}", wish).replace("{g}", thing)
    body = dice.choice(said.voices).replace("{p}", place) + gap + dice.choice(topic.wrongs).replace("{p}", place) + stop
    body += dice.choice(WISHES[lang]).replace("{w}", wish).replace("{g}", thing) + gap
    left = dice.sample(said.common, len(said.common))
    while len(body) < asked and left:
        body += _sentence(dice, lang, topic, said, left) + gap
    return Text(lang, title, body.replace("{n}", str(dice.randint(2, 9))).strip())


def _sentence(dice: random.Random, lang: str, topic: Topic, said: Said, left: list[str]) -> str:
    """Return something that anybody might add: a story of the day, the same wrong elsewhere, or what people always say."""
    chance = dice.random()
    if chance < 0.4:
        gap, stop = ("", "。") if lang == "zh" else (" ", ".")
        return gap.join(dice.choice(part) for part in said.everyday) + stop
    if chance < 0.55:
        return dice.choice(topic.wrongs).replace("{p}", _place(dice, lang)) + ("。" if lang == "zh" else ".")
    return left.pop().replace("{t}", dice.choice(said.tail))


def _place(dice: random.Random, lang: str) -> str:
    return dice.choice(PLACES[lang]) + (" " if lang == "en" else "") + dice.choice(SPOTS[lang])


def _topic(line: str, lang: str) -> Topic:
    things, wrongs, wishes = (part.strip() for part in line.split("|"))
    return Topic(tuple(things.split(",")), tuple(wrongs.split("/")), tuple(wishes.split("/")))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("/")]
