"""Sentences beside others: what is named before them, what came after them, what they go on with.

Each is judged both ways: where it is right, and where it is not.
"""

from tests.check.met import INFERRED, OLD, A, D

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
        ("米中貿易協議は、2025年10月のクアラルンプールが直近である。", {"2025年10月": OLD}),
        ("米中貿易協議は、2026年3月のパリが直近である。", {"2026年3月": A}),
    ],
}
