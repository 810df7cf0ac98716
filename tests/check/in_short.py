"""Sentences that say whom they tell of in short: it, the remaining part, that law, the duty on it.

Each is judged both ways: where it is right, and where it is not.
"""

from tests.check.met import INFERRED, MANY, NONE, OLD, WORDS, A, D

IN_SHORT: dict[str, list[tuple[str, dict[str, str]]]] = {
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
            "2026年2月14日には説明会を開いた。",
            {"2025年4月9日": A, "2026年2月14日": WORDS},
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
            "関税迂回防止制度は、関税定率法の改正により導入される。"
            "同制度は未施行であり、政令の準備が進められている。",
            {"未施行": OLD},
        ),
        (
            "重要経済安保情報保護法は、2024年に成立した。"
            "同法については、その見直しを検討中であり、議論が続いている。",
            {"2024年": A},
        ),
        (
            "経済対策は検討中であり、関税迂回防止制度は施行済みである。",
            {"施行済み": A},
        ),
        (
            "The anti-circumvention system is suspended and the security clearance system is still"
            " under consideration.",
            {"under consideration": OLD},
        ),
        (
            "The United States has put a uniform worldwide tariff of 10% into effect."
            " It is still in force.",
            {"10%": A, "in force": INFERRED},
        ),
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
            "外為法改正案は閣議決定された。この指針は公布の日から2年以内に施行される。",
            {"閣議決定された": A, "2年以内": NONE},
        ),
        ("外為法改正案に基づく政令は、公布の日から2年以内に施行される。", {"2年以内": NONE}),
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
        ("インドから高度AI人材を500人招へいするとの方針である。", {"500人": A}),
    ],
    "dates that changed places": [
        (
            "中国は、2023年8月に重レアアース、2024年9月にガリウム、2025年4月にアンチモンの"
            "輸出管理を始めた。",
            {"2023年8月": WORDS, "2024年9月": MANY, "2025年4月": MANY},
        ),
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
