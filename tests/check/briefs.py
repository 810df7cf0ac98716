"""Answers to the Diet and talking points of 15 values and more, some stale and some invented."""

from tests.check.met import INFERRED, NONE, OLD, WORDS, A, D

BRIEFS = {
    "speaking notes of a minister": (
        """\
令和8年5月　大臣御説明用メモ（対外関係・安全保障協力・貿易救済）

１．安全保障面の協力
　いわゆるOSAは令和5年に始まった比較的新しい枠組みであるが、既に16件の案件を決めてお\
り、相手国の評価も高い。予算面でも着実に伸びてきており、令和6年度に50億円程度であったも\
のが、令和8年度には約80億円となっている。
　ODAの側でも、ミクロネシアのポンペイ港拡張計画に約23億円を投じるほか、フィリピン沿岸\
警備隊に対しては長年にわたり支援を重ね、同隊は今や約3万人を擁する組織に育っている。

２．同志国との対話
　カナダとの間では、3月6日の首脳会談で経済安全保障対話を立ち上げることで合意を見た。ドイ\
ツとの経済安全保障協議は、2025年10月に2回目を終えている。インドに関しては、外相間の\
戦略対話で茂木大臣から、高度AI人材500人を我が国に招く考えを伝えた。インドネシアとは、\
ジャカルタで開いた経済安全保障と産業協力のラウンドテーブルに、我が国から企業9社が顔をそろ\
えた。

３．貿易救済措置
　アンチダンピング調査の開始は、2025年の1年間で5件に上った。個別に見ると、中国産の黒\
鉛電極への課税は2030年7月まで続く見通しであり、水酸化カリウムについては期間延長の可否\
を調べる手続を昨年12月25日に始めた。トリス（クロロプロピル）ホスフェートについては、現\
在も中国産品に対する課税を続けているところである。
　なお、課税逃れへの備えとなる迂回防止制度は、なお改正案の段階にあり、施行には至っていない\
。
""",
        [
            ("令和5年", A),
            ("16件", A),
            ("50億円程度", A),
            ("約80億円", D),
            ("約23億円", NONE),
            ("約3万人", A),
            ("3月6日", A),
            ("2025年10月", A),
            ("500人", A),
            ("9社", A),
            ("2025年", INFERRED),
            ("5件", INFERRED),
            ("2030年7月", A),
            ("昨年12月25日", A),
            ("課税を続けている", D),
            ("改正案の段階", OLD),
            ("施行には至っていない", OLD),
        ],
    ),
    "answers on budgets": (
        """\
参議院経済産業委員会　想定問答（経済安全保障の予算、基幹インフラ、重要鉱物）

問　経済安全保障の推進に向けた政府の取組状況如何。

（答）
　お答え申し上げます。経済安保推進法につきましては、令和四年五月に成立して以来、着実に運用\
してきたところでございます。同法に基づく特定重要物資といたしましては、現在、十一物資を指定\
しております。また、推進法の改正案につきましては、本年三月十九日に閣議決定をいたしました。
　基幹インフラ制度におきましては、14の事業を対象といたしまして、重要な設備の導入に先立つ\
審査を行っているところでございます。
　サプライチェーン強靱化のための予算でございますが、令和7年度補正予算では総額で1,692\
億円を計上いたしました。品目別に申し上げますと、蓄電池への支援はこれまでの総額で1兆円を超\
えております。また、船舶の部品につきましても、令和7年度補正予算において1,201億円を確\
保したところでございます。

問　重要鉱物の確保にどう取り組むのか。

（答）
　重要鉱物に関しましては、令和8年度当初予算案に125億円を盛り込んでございます。海外の権\
益確保といたしましては、豪州ライナス社に2億豪ドルの追加出資を行い、フランスのCarema\
g社に対しましても、1億1,000万ユーロを上限とする出融資を決めております。去る2月にワ\
シントンで開かれました重要鉱物閣僚会合には、我が国を含む54か国が参加いたしました。国家備\
蓄につきましては、国内消費の48日分を目安に積み増してまいります。
　なお、中国が昨年10月に発表したレアアース等の輸出管理措置につきましては、現在も実施され\
ているものと承知しており、影響を注視してまいります。

問　体制整備と数値目標を示されたい。

（答）
　経済産業省におきましては、経済安全保障の事務を統括する局の新設を検討しているところでござ\
います。また、対内直接投資残高につきましては、2030年に100兆円とする目標の早期達成を\
目指してまいります。
""",
        [
            ("令和四年五月", A),
            ("十一物資", OLD),
            ("本年三月十九日", A),
            ("14の事業", INFERRED),
            ("1,692億円", A),
            ("1兆円を超え", A),
            ("1,201億円", A),
            ("125億円", INFERRED),
            ("2億豪ドル", A),
            ("1億1,000万ユーロ", A),
            ("2月", A),
            ("54か国", A),
            ("48日", NONE),
            ("昨年10月", INFERRED),
            ("実施されている", D),
            ("検討している", OLD),
            ("2030年", A),
            ("100兆円", A),
        ],
    ),
    "a speaking note": (
        """\
Speaking note for the Director-General: bilateral consultations, May 2026

Thank you for coming to Tokyo again so soon. You will remember that many of \
us last met at the Tokyo Economic Security Forum on 15 December 2025. It was\
 the centrepiece of the Global Forum Weeks, under which 28 events were held \
in all. Much of that momentum comes from research bodies: our Trusted Thinkt\
ank Network now counts 37 member institutes.

On the business side, METI brought out its Economic Security Management Guid\
elines in January 2026. The casebook on economic security and the Antimonopo\
ly Act, prepared with the competition authority, walks companies through 15 \
cases. You asked about clearances for company staff: the security clearance \
system is still under consideration on our side.

On export controls, the overhaul of our catch-all controls has been in effec\
t since 9 October 2025. Working with the G7, we put another 335 items under \
the export ban on Russia last year, and the price cap on Russian crude oil s\
tands at 60 dollars a barrel. As for inward investment, the bill to amend th\
e Foreign Exchange and Foreign Trade Act was approved by the Cabinet on 17 M\
arch 2026. We also follow closely the American rule that extends the Entity \
List to subsidiaries held at 50% or more, which is currently in force.

On the multilateral side, we still see the WTO, which covers 72% of world tr\
ade, as the foundation. At the CITES conference the proposal to list all eel\
s in Appendix II was defeated, with 100 votes against. Bilaterally, our Prim\
e Minister and the British Prime Minister met on 31 January 2026 and agreed \
to raise cooperation to a new level. Finally, on green transformation, we co\
unt on more than 150 trillion yen of public and private investment over ten \
years.
""",
        [
            ("15 December 2025", A),
            ("28 events", A),
            ("37 member institutes", NONE),
            ("January 2026", A),
            ("15 cases", A),
            ("under consideration", OLD),
            ("9 October 2025", A),
            ("335 items", A),
            ("60 dollars", OLD),
            ("17 March 2026", A),
            ("50%", INFERRED),
            ("in force", D),
            ("72%", A),
            ("100 votes", A),
            ("31 January 2026", A),
            ("more than 150 trillion yen", INFERRED),
        ],
    ),
    "answers on China and technology": (
        """\
衆議院外務委員会　想定問答（対中関係、首脳外交、経済安全保障技術）

問　中国による輸出規制にどう対応しているか。

（答）
　お答え申し上げます。中国商務部は、本年一月六日に、我が国の軍事ユーザー等に対する両用品目\
の輸出禁止を公告いたしました。さらに、二月二十四日には、いわゆる管理リストとして二十の日本\
企業等を掲げる公告を発表しております。懸念リストにつきましても、二十五の日本企業等が掲載さ\
れたところでございます。

問　最近の首脳外交の成果如何。

（答）
　総理は、本年三月十九日、トランプ米大統領と会談いたしました。フランスとの間では、四月一日\
に両首脳が会談し、重要鉱物の協力を進めることで一致しております。ドイツとの間では、二〇二四\
年七月の首脳会談において、経済安全保障協議の創設に合意をいたしました。

問　技術流出対策の現状を問う。

（答）
　技術管理対話スキームにおきましては、十九の技術を事前報告の対象としております。技術流出対\
策のアウトリーチ活動では、これまでの講演に延べ千人以上が参加いたしました。Kプロにつきまし\
ては、経済産業省関係で十九のプロジェクトを進めております。
　フィリピン沿岸警備隊につきましては、人員は四千人でありますが、支援を続けてまいります。イ\
ンドネシア海上保安機構の能力開発には、三十二億円を充てたところでございます。

問　対露制裁と米国の規制について問う。

（答）
　対ロシア追加制裁におきましては、ロシアの二十四団体を輸出禁止の対象に加え、四行の資産を凍\
結いたしました。米国のAI Diffusion Ruleにつきましては、現在も適用されてい\
るものと承知しております。排出量取引制度につきましては、なお導入には至っておりません。
""",
        [
            ("本年一月六日", A),
            ("二月二十四日", A),
            ("二十の日本企業等", A),
            ("二十五の日本企業等", D),
            ("本年三月十九日", A),
            ("四月一日", A),
            ("二〇二四年七月", A),
            ("十九の技術", A),
            ("千人以上", INFERRED),
            ("十九のプロジェクト", INFERRED),
            ("四千人", OLD),
            ("三十二億円", NONE),
            ("二十四団体", A),
            ("四行", A),
            ("適用されている", OLD),
            ("なお導入には至っておりません", OLD),
        ],
    ),
    "points for think tanks": (
        """\
Talking points for the State Minister: meeting with think tanks, June 2026

China. Beijing has imposed export controls on gallium and germanium since Au\
gust 2023, on graphite since December 2023 and on antimony since September 2\
024. In April last year it added seven heavy rare earths. Its watch list nam\
es 20 Japanese entities. China continues to collect its port fees on US ship\
s.

Partners. The Japanese and Indian foreign ministers held their strategic dia\
logue in January 2026. Our Prime Minister and her Italian counterpart met on\
 16 January 2026. The Prime Minister met President Macron of France on 2 Apr\
il 2026. The first economic security dialogue with India took place in Novem\
ber 2024.

United States. The US AI Diffusion Rule is still being applied. Under the ta\
riff talks, the two governments of the United States and China extended thei\
r tariff measures again on 11 August 2025. The AI Action Plan came out in Ju\
ly 2025.

At home. The semiconductor companies producing in Japan are to reach combine\
d sales of over 15 trillion yen by 2030. On digital transformation and green\
 transformation, government support of 20 trillion yen is foreseen. The K Pr\
ogram has 19 projects at METI. The early warning system employs 350 analysts\
. The Active Cyber Defence Act has not come into force yet.
""",
        [
            ("August 2023", WORDS),
            ("December 2023", WORDS),
            ("September 2024", WORDS),
            ("April last year", A),
            ("seven heavy rare earths", A),
            ("20 Japanese entities", A),
            ("continues to collect", INFERRED),
            ("January 2026", A),
            ("16 January 2026", A),
            ("2 April 2026", D),
            ("November 2024", A),
            ("is still being applied", OLD),
            ("11 August 2025", INFERRED),
            ("July 2025", A),
            ("over 15 trillion yen", A),
            ("2030", A),
            ("20 trillion yen", INFERRED),
            ("19 projects", INFERRED),
            ("350 analysts", NONE),
            ("has not come into force", NONE),
        ],
    ),
    "answers on trade remedies": (
        """\
衆議院経済産業委員会　答弁資料　　令和八年六月三日

　お尋ねの貿易救済措置でございますが、ビスフェノールAにつきましては、昨年八月二十日に調査\
を開始いたしました。電解二酸化マンガンにつきましては、中国産のものに対する課税を二〇二九年\
二月まで続けることとしております。豪州産の電解二酸化マンガンに対しましては、現在も課税を継\
続しております。DRAMに対する補助金相殺関税は、二〇〇六年一月に課税を始めたものでありま\
す。

　米国が昨年九月にエンティティリストに追加した企業は三十二社でありますが、このうち中国企業\
は二十三社であります。米中両政府による関税措置の再延長は、昨年八月十一日に発表されたものと\
承知しております。十月三十日には、釜山で米中首脳会談が開催されております。

　ワシントン条約の締約国会議では、ウナギ全種の附属書掲載提案が、賛成三十五票、反対百票で否\
決されました。

　ミュンヘン安全保障会議に関する発信につきましては、英文での閲覧数は約二百十五万に上ってお\
ります。

　特定海外事業促進制度は、改正案の成立を待って創設することとしており、いまだ施行には至って\
おりません。なお、広島に設ける研究拠点には、六十六億円を計上しております。
""",
        [
            ("昨年八月二十日", A),
            ("二〇二九年二月", A),
            ("継続しており", D),
            ("二〇〇六年一月", A),
            ("昨年九月", INFERRED),
            ("三十二社", A),
            ("二十三社", A),
            ("昨年八月十一日", INFERRED),
            ("十月三十日", A),
            ("三十五票", A),
            ("百票", A),
            ("約二百十五万", WORDS),
            ("創設することとしており", INFERRED),
            ("いまだ施行には至っておりません", INFERRED),
            ("六十六億円", NONE),
        ],
    ),
    "a brief on Germany": (
        """\
Meeting brief: economic security consultations with Germany (October 2026)

Consultations with Germany were agreed at the summit of July 2024 and first \
held in November 2024; the second round took place in October 2025. Our Fore\
ign Minister and the Indian External Affairs Minister met in January 2026 fo\
r the 18th strategic dialogue.

The United States put 32 companies on its Entity List in September 2025, of \
which 23 are Chinese. The further extension of the US-China tariff measures \
was announced on 12 August 2025.

Japan's technology-management dialogue scheme covers nineteen technologies, \
and five more are to be added. The outreach on technology leakage has reache\
d over 1,000 participants in about 50 lectures. The Technology Leakage Count\
ermeasures Guidance was first published in May 2025.

Investigations: the anti-dumping investigation on bisphenol A was opened on \
20 August 2025. The duty on graphite electrodes from China runs until July 2\
030. Japan continues to levy the countervailing duty on DRAM from Korea.

The emissions trading system has not yet come into force. The Corporate Gove\
rnance Code revision is still being considered. A budget of 4.2 billion yen \
has been set aside for the Overseas Economic-Security Arrangement, which is \
awaiting passage by the Diet.
""",
        [
            ("July 2024", A),
            ("November 2024", INFERRED),
            ("October 2025", A),
            ("January 2026", A),
            ("32 companies", A),
            ("September 2025", INFERRED),
            ("12 August 2025", NONE),
            ("nineteen technologies", A),
            ("five more", A),
            ("over 1,000 participants", INFERRED),
            ("about 50 lectures", INFERRED),
            ("May 2025", INFERRED),
            ("20 August 2025", A),
            ("July 2030", A),
            ("continues to levy", D),
            ("has not yet come into force", OLD),
            ("is still being considered", A),
            ("4.2 billion yen", NONE),
            ("awaiting passage", INFERRED),
        ],
    ),
}
