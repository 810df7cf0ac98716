"""The words that the synthetic record is put together from, and how often each occurs.

Terms that are searched for occur in no other part of this module, so that their share is known.
"""

import itertools

# What a measure is about; the place in the list decides how often (Zipf). 半導体 has a share of
# its own, see `TOPIC_SHARE`.
TOPICS = (
    ("半導体", "semiconductors"),
    ("先端素材", "advanced materials"),
    ("レアアース磁石", "rare-earth magnets"),
    ("クラウド基盤", "cloud infrastructure"),
    ("工作機械", "machine tools"),
    ("産業用ロボット", "industrial robots"),
    ("航空機部品", "aircraft parts"),
    ("抗菌薬", "antibacterial agents"),
    ("肥料原料", "fertiliser inputs"),
    ("永久磁石", "permanent magnets"),
    ("天然ガス", "natural gas"),
    ("海底ケーブル", "submarine cables"),
    ("人工衛星", "satellites"),
    ("無人航空機", "unmanned aircraft"),
    ("先端電子部品", "advanced electronic parts"),
    ("港湾荷役設備", "port handling systems"),
    ("光通信", "optical networks"),
    ("炭素繊維", "carbon fibre"),
    ("水素", "hydrogen"),
    ("核融合", "nuclear fusion"),
    ("合成生物学", "synthetic biology"),
    ("宇宙状況把握", "space situational awareness"),
    ("次世代炉", "next-generation reactors"),
    ("送電設備", "power grid equipment"),
    ("基幹通信網", "core networks"),
    ("金属三次元造形", "metal additive manufacturing"),
    ("極限環境センサ", "extreme-environment sensors"),
    ("パワー素子", "power devices"),
    ("黒鉛", "graphite"),
    ("ガリウム", "gallium"),
    ("ゲルマニウム", "germanium"),
    ("タングステン", "tungsten"),
    ("ヘリウム", "helium"),
    ("フッ素化合物", "fluorine compounds"),
    ("感染症検査薬", "diagnostic reagents"),
    ("医療機器", "medical devices"),
    ("船舶用機関", "marine engines"),
    ("測位信号", "positioning signals"),
    ("暗号資産", "crypto assets"),
    ("食料安定調達", "food procurement"),
)
TOPIC_SHARE = 0.06

QUALITIES = (
    ("先端", "Advanced"),
    ("次期", "Next-phase"),
    ("特定", "Designated"),
    ("重要", "Critical"),
    ("国内", "Domestic"),
    ("戦略", "Strategic"),
    ("広域", "Regional"),
    ("官民", "Public-private"),
)
ACTIONS = (
    ("国内生産拠点整備", "domestic production sites"),
    ("調達先の多角化", "diversified sourcing"),
    ("研究開発", "research and development"),
    ("備蓄体制の強化", "stockpiling"),
    ("人材の確保と育成", "skills"),
    ("技術流出の防止", "protection of technology"),
    ("設備投資の促進", "capital investment"),
    ("国際標準化", "international standards"),
    ("利用実態の把握", "a survey of use"),
    ("再資源化", "recycling"),
)
INSTRUMENTS = (
    ("支援措置", "support scheme"),
    ("取組方針", "policy"),
    ("共同声明", "joint statement"),
    ("検討会", "study group"),
    ("補助事業", "subsidy programme"),
    ("実証事業", "demonstration"),
    ("協力覚書", "memorandum"),
    ("審査指針", "review guideline"),
    ("官民協議", "public-private dialogue"),
    ("行動計画", "action plan"),
)

# One of these sentences stands in every summary, so the shares add up to 100 percent.
SHARES = {
    "輸出": 30,
    "AI": 20,
    "物資": 10,
    "サプライチェーン": 10,
    "経済安全保障推進法": 6,
    "蓄電池": 5,
    "外為法": 4,
    "医薬品": 4,
    "造船業": 3,
    "重要鉱物備蓄": 3,
    "量子コンピュータ": 3,
    "セキュリティ・クリアランス": 2,
}
SHARED_SENTENCES = (
    "あわせて{}に関する手続の見直しと、関係者への丁寧な説明を行い、現場の負担を抑えながら令和十二年度までに段階的に進める。",
    "{}をめぐる国際的な動きも踏まえ、同志国との情報共有と制度の調和を図り、不公正な取引には共同で対応することとしている。",
    "また{}の動向を継続して点検し、必要があれば対象の範囲や要件を速やかに改め、その理由と効果を公表することを明記した。",
)

# Terms in few measures, alike at every size: about `RARE_HITS` of a million, at least three.
RARE = {
    2: ("砒素", "臭素", "沸石", "硼砂", "鯨油"),
    3: ("蛍石鉱", "苦灰石", "滑石粉", "珪藻土", "葉蝋石"),
    6: (
        "窒化硼素焼結体",
        "超臨界炭酸抽出",
        "深海泥揚鉱試験",
        "極低温蒸留分離塔",
        "耐放射線撮像素子",
    ),
}
RARE_HITS = 90
RARE_SENTENCE = "{}の調達についても個別に確かめる。"
# Terms in many measures, by length; 電池 and 外為 stand inside longer words.
COMMON = {
    2: ("輸出", "AI", "物資", "電池", "外為"),
    3: ("半導体", "蓄電池", "外為法", "医薬品", "造船業"),
    6: (
        "サプライチェーン",
        "経済安全保障推進法",
        "重要鉱物備蓄",
        "量子コンピュータ",
        "セキュリティ・クリアランス",
    ),
}

# What people ask in a sentence: terms of every share, and words that cut nothing.
QUESTIONS = (
    "先端素材の研究開発への支援はどう進めるのか",
    "レアアース磁石の調達先の多角化について知りたい",
    "輸出に関する手続の見直しはいつからか",
    "海底ケーブルの設備投資の促進にいくら付いたか",
    "量子コンピュータの技術流出の防止はどうなったか",
    "外為法の見直しで何が変わるのか",
    "産業用ロボットの備蓄体制と物資の利用実態",
)

FIRST_SENTENCES = tuple(
    f"{{}}について、{what}ため、{how}。"
    for what in (
        "特定国への過度な依存を減らし供給の途絶に備える",
        "不可欠性を高め国際競争での優位を保つ",
        "有事にも国民生活と経済活動を支える",
        "民生と防衛の両面で使われる技術を守る",
        "需要の伸びに応じた供給力を国内に確保する",
    )
    for how in (
        "生産設備の新増設と代替技術の開発に要する費用の一部を国が補助する",
        "関係する事業者との対話を重ねて課題を整理し工程表に落とし込む",
        "取引の実態を調べて脆弱な工程を特定し優先順位を付けて手当てする",
        "共同研究と人材の交流を進め標準の策定を主導することを目指す",
    )
)
SENTENCES = tuple(
    f"{who}は{what}、{how}。"
    for who, what, how in itertools.product(
        (
            "関係府省の連絡会議",
            "事業所管省庁",
            "地方公共団体と商工団体",
            "国立研究機関",
            "業界団体",
            "政府系の金融機関",
            "有識者会議",
        ),
        (
            "実施状況を四半期ごとに確認し",
            "窓口を一本化して相談に応じ",
            "中小企業の実情に配慮しつつ",
            "秘密の保持に十分に留意しながら",
            "海外の類似の制度と比較したうえで",
            "前年度の評価の結果を反映させ",
            "現場からの聞き取りを踏まえて",
        ),
        (
            "次年度以降の予算要求と制度改正に結び付ける",
            "達成度を示す指標を定めて結果を公表する",
            "対象となる事業者の要件を明確にして公募を行う",
            "必要な人員と体制を整えて早期の着手を促す",
            "二国間および多国間の枠組みで協力の具体化を進める",
            "災害や感染症の拡大を想定した訓練を定期的に行う",
            "知的財産と営業秘密の管理に関する手引を改訂する",
        ),
    )
)
SUMMARY_EN = (
    "Supports {} so that supply holds when imports stop; progress is reviewed every quarter "
    "and the scheme is adjusted to what companies report.",
    "Sets out how {} are to be protected and promoted, who pays for what, and when the results "
    "are reviewed with partner countries.",
    "Brings ministries and companies together on {}, from a survey of dependence to concrete "
    "investment at home and with partners.",
)
HEADINGS = (("目的", "Purpose"), ("対象", "Scope"), ("要件", "Requirements"), ("報告", "Reports"))
EVENTS = (("公表", "Published"), ("決定", "Decided"), ("開始", "Started"), ("改定", "Revised"))
SHORT_FORMS = ("促進法", "確保令", "指針", "プラン", "枠組み")
LATIN = ("ESPA", "SCRI", "CMA", "DFFT", "GX", "KPRO", "RIS", "STI")
