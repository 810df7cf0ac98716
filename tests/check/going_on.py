"""Sentences beside others: what is named before them, what came after them, what they go on with.

Each is judged both ways: where it is right, and where it is not.
"""

from tests.check.met import INFERRED, NONE, OLD, WORDS, A, D

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
}
