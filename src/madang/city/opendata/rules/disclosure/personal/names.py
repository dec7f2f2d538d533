"""Which words are persons' names, and which are offices'."""

# The 100 most frequent Korean family names (Statistics Korea, census of 2015), and those of two syllables.
KOREAN_FAMILY = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길"
    "연위표명기반왕금옥육인맹제모탁국어은편용예봉사부가복태목형피두감음빈동온호범좌팽승간상시갈"
)
KOREAN_DOUBLE = "남궁|황보|제갈|사공|선우|독고|서문|동방"
# Syllables of given names; those that end the names of places and offices are left out at the end of a word.
KOREAN_GIVEN = (
    "가강건경계고공관광교구국권규균근금기길나난남노다단달대덕도동두라란래령로록루리린림마만망명모목무문미민바반배백범별병보복봉"
    "부분빈사산삼상서석선설섭성세소솔송수숙순숭슬승시식신실아안애양언여연열영예오옥온완왕용우욱운웅원월유육윤율은을음의이익인일"
    "임자장재전정제조종주준중지진찬창채천철청초춘충치탁태택평표필하학한해행향허헌현형혜호홍화환회효후훈휘흥희히"
)
# What a name may end with: no 구, 동(in most), 로, 역, 서: counted only with their weight against whole columns.
KOREAN_LAST = (
    "건경계곤관광교국권규균근기길나남다담대덕도돈라란래련령록룡린림만명모묵문미민배백범별병보복봉빈삼상서석선설섭성세솔송수숙순"
    "슬승식신아안애양언연열영예옥온완용우욱운웅원월유윤율은을음의이익인일임자재전정제조종주준중지진찬창채천철초춘치태택평표필하학"
    "한해향헌현형혜호홍화환회효후훈휘흥희"
)
KOREAN_NAME = rf"^(([{KOREAN_FAMILY}]|{KOREAN_DOUBLE})[{KOREAN_GIVEN}]?[{KOREAN_LAST}])([ ,/(·]|$)"
# Any two or three syllables after a family name: only where the column's name says that persons stand in it.
KOREAN_LOOSE = rf"^([{KOREAN_FAMILY}]|{KOREAN_DOUBLE})[가-힣]{{1,2}}([ ,/(·]|$)"
KOREAN_MASKED = rf"^[{KOREAN_FAMILY}][*○OoＯ●xX][가-힣*○OoxX]?$"

CHINESE_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文张陳劉楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭葉蔣盧"
)
CHINESE_DOUBLE = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木"
# Places, offices and things end so, persons hardly ever.
CHINESE_LAST_NOT = "区县市镇乡村省路街巷桥站港湾山河湖海岛州局所院校馆店厂场园楼寺庙店口门"
CHINESE_NAME = rf"^(([{CHINESE_FAMILY}]|{CHINESE_DOUBLE})[一-龥]?[^\x00-\x7F{CHINESE_LAST_NOT}가-힣])([ ,，/(（]|$)"

ENGLISH_GIVEN = (
    "james|mary|john|patricia|robert|jennifer|michael|linda|david|elizabeth|william|barbara|richard|susan|joseph|jessica|thomas|"
    "sarah|charles|karen|christopher|lisa|daniel|nancy|matthew|betty|anthony|sandra|mark|margaret|donald|ashley|steven|kimberly|"
    "andrew|emily|paul|donna|joshua|michelle|kenneth|carol|kevin|amanda|brian|melissa|george|deborah|timothy|stephanie|ronald|"
    "rebecca|jason|laura|edward|helen|jeffrey|sharon|ryan|cynthia|jacob|kathleen|gary|amy|nicholas|angela|eric|anna|jonathan|"
    "ruth|stephen|brenda|larry|pamela|justin|nicole|scott|katherine|brandon|samantha|benjamin|christine|samuel|emma|gregory|"
    "catherine|alexander|virginia|patrick|rachel|frank|carolyn|raymond|janet|jack|maria|dennis|heather|jerry|diane|tyler|olivia|"
    "aaron|julie|jose|joyce|adam|victoria|nathan|kelly|henry|christina|zachary|joan|douglas|evelyn|peter|lauren|kyle|judith|noah|"
    "megan|ethan|andrea|jeremy|cheryl|walter|hannah|christian|jacqueline|keith|martha|roger|gloria|terry|teresa|austin|ann|sean|"
    "sara|gerald|madison|carl|frances|harold|kathryn|dylan|janice|arthur|jean|lawrence|abigail|jordan|alice|jesse|julia|bryan|"
    "grace|billy|judy|bruce|sophia|gabriel|rose|joe|denise|logan|marilyn|alan|amber|juan|danielle|albert|beverly|willie|isabella|"
    "elijah|theresa|wayne|diana|randy|natalie|vincent|brittany|mason|charlotte|roy|marie|ralph|kayla|bobby|alexis|russell|lori|"
    "louis|philip|oliver|lucy|liam|chloe|leo|ella|max|eva|ahmed|mohammed|muhammad|fatima|ali|omar|priya|raj|anita|ivan|olga|elena|"
    "hiroshi|yuki|carlos|luis|ana|sofia|pedro|miguel|simon|martin|hans|klaus|pierre|claire|fiona|ian|neil|nigel|graham|gemma"
)
ASIAN_FAMILY = (
    "kim|lee|park|choi|jung|jeong|kang|cho|yoon|jang|lim|han|oh|seo|shin|kwon|hwang|ahn|song|hong|ryu|moon|bae|wang|li|zhang|liu|"
    "chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|zheng|liang|xie|tang|deng|feng|cao|zeng|nguyen|tran|pham"
)
_WORD = r"[A-Z][A-Za-z'’-]+"
ENGLISH_NAME = (
    rf"^((?i:(mr|mrs|ms|dr|prof)\.? )?(?i:{ENGLISH_GIVEN})( [A-Z]\.?)?( {_WORD}){{1,2}}"
    rf"|(?i:{ASIAN_FAMILY}),? {_WORD}([ -]{_WORD})?"
    rf"|{_WORD}([ -]{_WORD})? (?i:{ASIAN_FAMILY})"
    rf"|{_WORD}, (?i:{ENGLISH_GIVEN})( [A-Z]\.?)?)$"
)
ENGLISH_GIVEN_ALONE = rf"^(?i:{ENGLISH_GIVEN})$"

OFFICE = (
    r"(소방서|소방대|안전센터|구조대|센터|구청|시청|군청|도청|주민센터|행정복지센터|병원|의원|학교|대학교?|도서관|경찰서|파출소|지구대|공단|"
    r"공사|재단|본부|사업소|보건소|우체국|역|공원|체육관|복지관|어린이집|유치원|약국|은행|지점|시장|회관|박물관|미술관|교육청|세무서|"
    r"법원|검찰청|관리소|[과국팀청])( ?\(.*\)|[0-9]*)?$"
    r"|(医院|学校|中学|小学|大学|中心|派出所|局|站|馆|公园|银行|委员会|街道办|办事处|公司|处)$"
    r"|(?i)\b(offices?|cent(er|re)|station|department|dept|library|school|hospital|clinic|university|college|agency|bureau|"
    r"council|authority|police|museum|park|bank|inc|ltd|llc|foundation|division)\b"
)
