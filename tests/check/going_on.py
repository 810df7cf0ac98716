"""Sentences beside others: what is named before them, what came after them, what they go on with.

Each is judged both ways: where it is right, and where it is not.
"""

from tests.check.met import INFERRED, MANY, NONE, OLD, WORDS, A, D

GOING_ON: dict[str, list[tuple[str, dict[str, str]]]] = {
    "another thing than the sentence before": [
        (
            "「管理リスト」には20の日本企業等が載っている。\n"
            "中国は、韓国の造船大手ハンファの米関連企業5社に制裁を科す。",
            {"20の日本企業等": A, "5社": A},
        ),
        (
            "「管理リスト」には20の日本企業等が載っている。\n\n問　中国の制裁について。\n"
            "(答)中国は、韓国の造船大手ハンファの米関連企業5社に制裁を科すと発表した。",
            {"20の日本企業等": A, "5社": A},
        ),
        (
            "「管理リスト」には20の日本企業等が載っている。\n"
            "中国は、韓国の造船大手ハンファの米関連企業6社に制裁を科す。",
            {"20の日本企業等": A, "6社": D},
        ),
        (
            "中国は「管理リスト」で日本企業等への輸出を禁じた。対象は21の企業等である。",
            {"21の企業等": D},
        ),
        ("OSAは拡大している。対象国は12か国である。", {"12か国": D}),
        (
            "技術管理対話スキームは19の技術を対象とする。米国は30の技術を対象とする。",
            {"19の技術": A, "30の技術": NONE},
        ),
    ],
    "the last of several meetings": [
        (
            "The latest round of the Japan-Germany Consultations on Economic Security took place in"
            " November 2024.",
            {"November 2024": OLD},
        ),
        (
            "The most recent Japan-Germany Consultations on Economic Security were held in October"
            " 2025.",
            {"October 2025": A},
        ),
        (
            "The Japan-Germany Consultations on Economic Security were held in November 2024 and"
            " have not met since.",
            {"November 2024": OLD},
        ),
        (
            "The first round of the Japan-Germany Consultations on Economic Security was held in"
            " November 2024 and the latest in October 2025.",
            {"November 2024": INFERRED, "October 2025": A},
        ),
        (
            "The latest round of the Japan-Germany Consultations on Economic Security built on that"
            " held in November 2024.",
            {"November 2024": INFERRED},
        ),
        (
            "The latest guidelines were discussed at the Japan-Germany Consultations on Economic"
            " Security held in November 2024.",
            {"November 2024": INFERRED},
        ),
        ("日独経済安全保障協議の直近の会合は2024年11月に開かれた。", {"2024年11月": OLD}),
        ("日独経済安全保障協議の直近の会合は2025年10月に開かれた。", {"2025年10月": A}),
        ("日独経済安全保障協議の最後のラウンドは2024年11月であった。", {"2024年11月": OLD}),
        ("日独経済安全保障協議は、2024年11月の第1回以降、開かれていない。", {"2024年11月": OLD}),
        ("日独経済安全保障協議は、2025年10月の第2回以降、開かれていない。", {"2025年10月": A}),
        (
            "日独経済安全保障協議は、2024年11月に第1回が開かれ、最新の動向を議論した。",
            {"2024年11月": A},
        ),
        ("最新の日独経済安全保障協議（2024年11月）では、供給網を議論した。", {"2024年11月": OLD}),
        ("最新の日独経済安全保障協議（2025年10月）では、供給網を議論した。", {"2025年10月": A}),
        (
            "日独経済安全保障協議は、2024年11月の第1回以降、閣僚級では開かれていない。",
            {"2024年11月": A},
        ),
        ("米中貿易協議は、2025年10月のクアラルンプールが直近である。", {"2025年10月": OLD}),
        ("米中貿易協議は、2026年3月のパリが直近である。", {"2026年3月": A}),
    ],
    "acts of the sentence before, and two in one": [
        (
            "中国は輸出管理を広げている。2025年4月には重レアアース7種にも広げた。",
            {"2025年4月": A, "7種": A},
        ),
        (
            "中国は輸出管理を広げている。昨年4月には重レアアース8種にも広げた。",
            {"昨年4月": A, "8種": D},
        ),
        (
            "中国は輸出管理を広げている。2025年4月には重レアアースの価格が上がった。",
            {"2025年4月": WORDS},
        ),
        (
            "中国は、2023年8月にガリウムとゲルマニウムを輸出管理の対象とし、"
            "アンチモンは2024年9月からである。",
            {"2023年8月": INFERRED, "2024年9月": INFERRED},
        ),
        (
            "中国は、2023年8月にガリウムとゲルマニウムを、2024年9月にアンチモンを"
            "輸出管理の対象とした。",
            {"2023年8月": INFERRED, "2024年9月": INFERRED},
        ),
        (
            "中国は、2023年8月にガリウムとゲルマニウムを輸出管理の対象とし、"
            "アンチモンは2024年8月からである。",
            {"2023年8月": INFERRED, "2024年8月": NONE},
        ),
        (
            "On the Chinese side, export controls on heavy rare earths were introduced in April"
            " 2025.",
            {"April 2025": A},
        ),
        (
            "On the Chinese side, export controls on heavy rare earths were introduced in June"
            " 2025.",
            {"June 2025": D},
        ),
        (
            "The Chinese side introduced export controls on seven heavy rare earths in April 2025.",
            {"seven heavy rare earths": A, "April 2025": A},
        ),
    ],
    "cases by what was done": [
        (
            "アンチダンピング調査は昨年（2025年）だけで5件が開始された。",
            {"2025年": INFERRED, "5件": INFERRED},
        ),
        (
            "アンチダンピング調査は昨年（2025年）だけで7件が開始された。",
            {"2025年": WORDS, "7件": D},
        ),
        (
            "2025年に開始されたアンチダンピング調査は5件である。",
            {"2025年": INFERRED, "5件": INFERRED},
        ),
        ("2025年に開始されたアンチダンピング調査は7件である。", {"2025年": WORDS, "7件": D}),
        ("AD調査は2025年に5件開始された。", {"2025年": INFERRED, "5件": INFERRED}),
        ("AD調査は2025年に7件開始された。", {"2025年": WORDS, "7件": D}),
        (
            "2025年に世界で開始されたアンチダンピング調査は200件である。",
            {"2025年": WORDS, "200件": NONE},
        ),
        (
            "中国産品に対するアンチダンピング調査は2025年に3件が開始された。",
            {"2025年": WORDS, "3件": NONE},
        ),
    ],
    "cases in English": [
        (
            "Industry has become more active, and five anti-dumping investigations were opened in"
            " 2025.",
            {"five anti-dumping investigations": INFERRED, "2025": INFERRED},
        ),
        (
            "Industry has become more active, and seven anti-dumping investigations were opened in"
            " 2025.",
            {"seven anti-dumping investigations": D, "2025": WORDS},
        ),
        (
            "In 2025, Japan opened 5 anti-dumping investigations.",
            {"2025": INFERRED, "5 anti-dumping investigations": INFERRED},
        ),
        ("Five anti-dumping investigations were opened in 2024.", {"2024": WORDS}),
        ("Five anti-dumping investigations were opened worldwide in 2025.", {"2025": WORDS}),
        (
            "Five anti-dumping investigations against China were opened in 2025.",
            {"2025": WORDS},
        ),
        ("The anti-dumping investigation into bisphenol A was opened in 2025.", {"2025": A}),
    ],
    "dates of the sentence before, nearer than what was named further off": [
        (
            "補完的輸出規制の見直しは、2025年10月9日に施行いたしました。\n"
            "輸出管理の合理化に係る改正のうち、最初の部分は2025年4月9日に施行しております。\n"
            "残る部分は、2026年2月14日に施行される予定でございます。",
            {
                "2025年10月9日": A,
                "2025年4月9日": A,
                "2026年2月14日": A,
                "施行される予定": OLD,
            },
        ),
        (
            "輸出管理の合理化に係る改正のうち、最初の部分は2025年4月9日に施行された。"
            "その残る部分は、2026年2月14日に施行された。",
            {"2025年4月9日": A, "2026年2月14日": A},
        ),
        (
            "補完的輸出規制の見直しは、2025年10月9日に施行いたしました。\n"
            "輸出管理の合理化に係る改正のうち、最初の部分は2025年4月9日に施行しております。\n"
            "残る部分は、2026年2月15日に施行いたしました。",
            {"2025年10月9日": A, "2025年4月9日": A, "2026年2月15日": D},
        ),
        (
            "輸出管理の合理化に係る改正のうち、最初の部分は2025年4月9日に施行された。"
            "米国の規則は、2026年2月14日に施行された。",
            {"2025年4月9日": A, "2026年2月14日": WORDS},
        ),
        (
            "The United States has put a uniform worldwide tariff of 10% into effect."
            " It has applied since 24 February 2026.",
            {"10%": A, "24 February 2026": INFERRED},
        ),
        (
            "The United States has put a uniform worldwide tariff of 10% into effect."
            " It has applied since 20 February 2026.",
            {"10%": A, "20 February 2026": NONE},
        ),
        (
            "The United States has put a uniform worldwide tariff of 10% into effect."
            " Trade with Japan fell from 24 February 2026.",
            {"10%": A, "24 February 2026": WORDS},
        ),
        (
            "China's export control measures on rare earths of October 2025 would catch re-exports"
            " from a threshold of 0.1%.\n"
            "Those October 2025 measures on rare earths stand as announced.",
            {"October 2025": INFERRED, "0.1%": A, "stand as announced": OLD},
        ),
        (
            "China's October 2025 export controls on rare earths remain as announced.",
            {"October 2025": INFERRED, "remain as announced": OLD},
        ),
    ],
    "what stands of a law that was named before": [
        (
            "重要経済安保情報保護法は、2024年に成立した。"
            "同法は未施行であり、施行に向けた準備が進められている。",
            {"2024年": A, "未施行": OLD, "施行に向けた準備が進められている": OLD},
        ),
        (
            "重要経済安保情報保護法は、2024年に成立した。"
            "同法は施行済みであり、企業が準備を進めている。",
            {"2024年": A, "施行済み": INFERRED},
        ),
        (
            "重要経済安保情報保護法は、2024年に成立した。"
            "政府は支援制度を検討中であり、企業が準備を進めている。",
            {"2024年": A},
        ),
        (
            "能動的サイバー防御法は、施行に向けた準備が進められている。",
            {"施行に向けた準備が進められている": NONE},
        ),
    ],
    "titles without their tails, and duties by their goods": [
        ("Our anti-circumvention system is still a bill.", {"still a bill": OLD}),
        ("Our anti-circumvention system is in force.", {"in force": A}),
        ("The EU anti-circumvention system is still a bill.", {}),
        ("The economic partnership agreement is under negotiation.", {}),
        ("The anti-dumping duty on TCPP from China is in force.", {"in force": D}),
        ("The anti-dumping duty on TCPP from China has expired.", {"has expired": INFERRED}),
        ("The US anti-dumping duty on TCPP from China is in force.", {}),
        ("The anti-dumping duty on TCPP from the Republic of Korea is in force.", {}),
        ("中国産TCPPへのアンチダンピング関税は、現在も課税中である。", {"課税中": D}),
        ("中国産TCPPへのアンチダンピング関税は終了した。", {"終了した": INFERRED}),
        ("中国産TCPPへのアンチダンピング関税の見直しは検討中である。", {}),
    ],
    "periods in labels": [
        (
            "外為法改正案につきましては、令和8年3月17日に閣議決定をいたしました。\n"
            "法案の施行は、公布の日から1年以内を予定しております。",
            {"令和8年3月17日": A, "1年以内": A},
        ),
        (
            "外為法改正案は、公布の日から2年以内に施行される。",
            {"2年以内": D},
        ),
        (
            "外為法改正案がある。米国の法案は、公布の日から2年以内に施行される。",
            {"2年以内": NONE},
        ),
    ],
    "counts before verbs": [
        (
            "技術流出対策のアウトリーチ活動では、講演を約50回行いました。",
            {"約50回": INFERRED},
        ),
        ("技術流出対策のアウトリーチ活動では、講演を70回行いました。", {"70回": D}),
    ],
    "dates that changed places": [
        (
            "中国は、2024年9月にガリウムとゲルマニウムを、2023年8月にアンチモンを"
            "輸出管理の対象とした。",
            {"2024年9月": MANY, "2023年8月": MANY},
        ),
        (
            "中国の輸出管理は、ガリウムとゲルマニウムが2024年9月、アンチモンが2023年8月に"
            "始まった。",
            {"2024年9月": MANY, "2023年8月": MANY},
        ),
        (
            "中国は、ガリウムとゲルマニウムを2023年8月に、アンチモンを2024年9月に"
            "輸出管理の対象とした。",
            {"2023年8月": INFERRED, "2024年9月": INFERRED},
        ),
        (
            "China placed gallium and germanium under export controls in September 2024 and"
            " antimony in August 2023.",
            {"September 2024": MANY, "August 2023": MANY},
        ),
        (
            "China placed gallium and germanium under export controls in August 2023 and antimony"
            " in September 2024.",
            {"August 2023": INFERRED, "September 2024": INFERRED},
        ),
    ],
}
