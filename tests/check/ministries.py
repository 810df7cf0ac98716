"""Memos of other ministries, in both languages, that call things by words of their own."""

A, INFERRED, D = "agrees", "inference", "differs"
OLD, NONE, WORDS = "superseded", "not-recorded", "in-words"

COOPERATION = """\
大臣レク資料（安全保障協力）

１　政府安全保障能力強化支援
政府安全保障能力強化支援（OSA）は令和5年に創設され、初年度の予算は20億円であった。令和8\
年度予算では約181億円を計上している。これまでに11か国を対象とし、決定した案件は18件に上\
る。
令和7年度には8か国で案件を実施する一方、令和6年度は6か国にとどまった。

２　海上法執行能力の向上
フィリピン沿岸警備隊（PCG）に対する支援は2002年から続いており、PCGの人員は現在約3万\
人である。

３　中東情勢
イランとの間では首脳レベルで3回、外相レベルで5回の電話会談を行った。
在外邦人の退避のため、新たに民間機12機を借り上げた。
"""
IN_COOPERATION = [
    ("令和5年", A),
    ("20億円", A),
    ("約181億円", A),
    ("11か国", A),
    ("18件", D),
    ("令和7年度", A),
    ("8か国", A),
    ("令和6年度", WORDS),
    ("6か国", D),
    ("2002年", A),
    ("約3万人", A),
    ("3回", A),
    ("5回", D),
    ("12機", NONE),
]

PROMOTION = """\
経済安全保障推進法の改正等について

経済安全保障推進法は令和4年5月に成立し、特定重要物資として現在11物資が指定されている。サプ\
ライチェーン強靱化のための予算は、令和4年度補正で1兆358億円、令和5年度補正で9,127億\
円、令和6年度補正で1,981億円を計上した。
同法の一部改正案は、令和8年3月19日に閣議決定された。同日には、海外での重要な事業を促進する\
制度を設ける法案も閣議決定されている。
基幹インフラ制度の対象は15事業である。
Kプロについては、経済産業省関係で19プロジェクトを進めている。
重要経済安保情報保護法は2024年に成立し、2025年に施行された。
別途、内閣府に新たな部局を設けるため定員120人を要求している。
"""
IN_PROMOTION = [
    ("令和4年5月", A),
    ("11物資", OLD),
    ("1兆358億円", A),
    ("9,127億円", D),
    ("1,981億円", A),
    ("令和8年3月19日", A),
    ("15事業", D),
    ("19プロジェクト", INFERRED),
    ("2024年", A),
    ("2025年", INFERRED),
    ("120人", NONE),
]

VISITS = """\
首脳・閣僚級の往来（地域課作成）

○ 日英
2026年1月20日に日英閣僚会談、同31日に日英首脳会談が行われた。
○ 日仏
2026年4月1日の日仏首脳会談に先立ち、1月20日には日仏閣僚会談が行われた。
○ 日伊
日伊首脳会談は2026年1月26日に行われた。
○ 日加
日加首脳会談は2026年3月6日に行われ、日加経済安全保障対話の設置で一致した。
○ 日印
第1回日印経済安全保障対話は2024年11月に開催された。日印首脳会談は2025年8月に行われ\
た。
○ 日独
日独経済安全保障協議は、2024年11月に第1回、2025年10月に第2回が開かれた。
○ 米中
米中首脳会談は2025年10月30日に釜山で行われた。ストックホルムでの米中貿易協議は2025\
年8月28日から29日にかけて開かれた。
○ 日豪
日豪外相会談は2026年6月15日に開催予定である。
"""
IN_VISITS = [
    ("2026年1月20日", A),
    ("31日", NONE),
    ("2026年4月1日", A),
    ("1月20日", A),
    ("2026年1月26日", D),
    ("2026年3月6日", A),
    ("2024年11月", A),
    ("2025年8月", A),
    ("2024年11月", A),
    ("2025年10月", A),
    ("2025年10月30日", A),
    ("2025年8月28日から29日", D),
    ("2026年6月15日", NONE),
]

ASSISTANCE = """\
Official Security Assistance: briefing note

Official Security Assistance was created in 2023. Its budget rose from 2 billion yen in FY2023 t\
o about 5 billion yen in FY2024 and about 8 billion yen in FY2025; for FY2026, 18.1 billion yen \
has been set aside.
So far it covers 12 countries and 16 projects. In FY2025 projects were carried out in eight coun\
tries.

The Philippine Coast Guard, which Japan has supported since 2002, has grown to some 30,000 staff\
.

Japan's leaders have held three calls with their Iranian counterparts, and the foreign ministers\
 six.
A new liaison office with 25 officers will be opened in Suva.
"""
IN_ASSISTANCE = [
    ("2023", A),
    ("2 billion yen", A),
    ("about 5 billion yen", A),
    ("about 8 billion yen", A),
    ("18.1 billion yen", A),
    ("12 countries", D),
    ("16 projects", A),
    ("FY2025", A),
    ("eight countries", A),
    ("2002", A),
    ("some 30,000 staff", A),
    ("three calls", A),
    ("25 officers", NONE),
]

CONTROLS = """\
Export controls and trade remedies: state of play

The reform of Japan's catch-all export controls took effect on 9 October 2025. Under the technol\
ogy-management dialogue scheme, 18 technologies are subject to prior reporting, and five more ar\
e to be added.
China put export controls on gallium and germanium in place in August 2023, on graphite in Decem\
ber 2023 and on antimony in October 2024. In April 2025 it added seven heavy rare earths. On Jan\
uary 6, 2026 China announced a ban on exports of dual-use items to Japanese military users, and \
on February 24 it put 20 Japanese entities on its control list.
The United States added 32 companies to the Entity List, of which 23 are Chinese.
The anti-circumvention system for anti-dumping duties took effect on 1 April 2026. An anti-dumpi\
ng duty on graphite electrodes from China has been in place since July 2025.
Inspections at ports have been increased to 9,400 per year.
"""
IN_CONTROLS = [
    ("9 October 2025", A),
    ("18 technologies", D),
    ("five more", A),
    ("August 2023", INFERRED),
    ("December 2023", INFERRED),
    ("October 2024", D),
    ("April 2025", A),
    ("seven heavy rare earths", A),
    ("January 6, 2026", A),
    ("February 24", A),
    ("20 Japanese entities", A),
    ("32 companies", A),
    ("1 April 2026", A),
    ("July 2025", A),
]

LEGISLATION = """\
Economic security legislation and funding

The Economic Security Promotion Act was passed in May 2022, and the Cabinet approved a bill to a\
mend it on 17 March 2026. The Act on the Protection and Utilization of Critical Economic Securit\
y Information was enacted in 2024.
Eleven Specified Critical Products have been designated under the Act. Support for their stable \
supply (the supply chain resilience budget) amounts to 2.5643 trillion yen in all, of which stor\
age batteries receive 1.0052 trillion yen and semiconductors 806.2 billion yen. The FY2025 suppl\
ementary budget provides 169.2 billion yen, and the FY2023 supplementary budget provided 971.2 b\
illion yen.
The essential infrastructure scheme covers 14 businesses.
The casebook on economic security and the Antimonopoly Act, published on 20 November 2025, prese\
nts 15 cases.
A think tank with a staff of 60 researchers will be set up.
"""
IN_LEGISLATION = [
    ("May 2022", A),
    ("17 March 2026", D),
    ("2024", A),
    ("Eleven Specified Critical Products", OLD),
    ("2.5643 trillion yen", A),
    ("1.0052 trillion yen", A),
    ("806.2 billion yen", A),
    ("169.2 billion yen", A),
    ("971.2 billion yen", D),
    ("14 businesses", INFERRED),
    ("20 November 2025", A),
    ("15 cases", A),
    ("60 researchers", NONE),
]

SANCTIONS = """\
Sanctions on Russia and critical minerals

In its sanctions of 2025, Japan added 335 items to the export ban, together with 24 Russian bodi\
es and 60 bodies in third countries. The assets of 26 individuals were frozen. The price cap on \
Russian crude oil was lowered from 60 dollars to 47.6 dollars per barrel.
The Critical Minerals Ministerial of 4 February 2026 brought together 54 countries.
Japan invested an additional 200 million Australian dollars in Lynas Rare Earths in March 2022. \
It will provide up to 110 million euros to Caremag, as was decided in March 2025.
The stockpile of gallium is to be raised to 180 days of consumption.
"""
IN_SANCTIONS = [
    ("335 items", A),
    ("24 Russian bodies", A),
    ("60 bodies", D),
    ("26 individuals", A),
    ("60 dollars", A),
    ("47.6 dollars", A),
    ("4 February 2026", A),
    ("54 countries", A),
    ("200 million Australian dollars", A),
    ("March 2022", D),
    ("up to 110 million euros", A),
    ("March 2025", A),
    ("180 days", NONE),
]

MEMOS = {
    "cooperation": (COOPERATION, IN_COOPERATION),
    "promotion": (PROMOTION, IN_PROMOTION),
    "visits": (VISITS, IN_VISITS),
    "assistance": (ASSISTANCE, IN_ASSISTANCE),
    "controls": (CONTROLS, IN_CONTROLS),
    "legislation": (LEGISLATION, IN_LEGISLATION),
    "sanctions": (SANCTIONS, IN_SANCTIONS),
}
