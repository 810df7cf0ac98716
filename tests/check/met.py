"""Sentences of the kinds at which a reader of memos saw the check err, with the right verdicts."""

A, INFERRED, D = "agrees", "inference", "differs"
OLD, MANY, NONE, WORDS = "superseded", "candidates", "not-recorded", "in-words"

SENTENCES: dict[str, list[tuple[str, dict[str, str]]]] = {
    # A word of the sentence says that a figure was so only where it stands beside the figure.
    "what was so before a change": [
        (
            "The price cap on crude oil from Russia now stands at 60 dollars per barrel.",
            {"60 dollars": OLD},
        ),
        (
            "The price cap on crude oil from Russia was lowered to 60 dollars per barrel.",
            {"60 dollars": OLD},
        ),
        (
            "The price cap on crude oil from Russia was lowered from 60 dollars to 47.6 dollars.",
            {"60 dollars": A, "47.6 dollars": A},
        ),
        ("The price cap on crude oil from Russia was 60 dollars.", {"60 dollars": A}),
        ("ロシアからの原油の上限価格は60ドルである。", {"60ドル": OLD}),
        ("ロシアからの原油の上限価格は、以前は60ドルだった。", {"60ドル": A}),
        (
            "対ロシア追加制裁（2025年）では、従来どおり原油の上限価格は60ドルである。",
            {"2025年": A, "60ドル": OLD},
        ),
        (
            "ロシアからの原油の上限価格は、従来の60ドルから47.6ドルに引き下げられた。",
            {"60ドル": A, "47.6ドル": A},
        ),
    ],
    # Words of bounds are words, and no ends of others.
    "words within words": [
        ("Crude oil stocks cover 254 days of consumption.", {"254 days": NONE}),
        (
            "The technology-management dialogue scheme covers 19 technologies.",
            {"19 technologies": A},
        ),
        (
            "The technology-management dialogue scheme has over 19 technologies.",
            {"over 19 technologies": A},
        ),
        ("Handsome 254 days, plunder 254 bodies.", {"254 days": NONE, "254 bodies": NONE}),
    ],
    # A date is in the documents' words only where one of them has this very date.
    "dates that no document has": [
        ("その決定は2024年7月31日である。", {"2024年7月31日": NONE}),
        ("それは2021年3月である。", {"2021年3月": NONE}),
        ("会合は2024年6月にあった。", {"2024年6月": NONE}),
        ("期限は2008年12月31日である。", {"2008年12月31日": NONE}),
        ("それは2008年9月にあった。", {"2008年9月": WORDS}),
        ("それは平成20年9月にあった。", {"平成20年9月": WORDS}),
        ("It was so in September 2008.", {"September 2008": WORDS}),
        ("It was so on 31 December 2008.", {"31 December 2008": NONE}),
        ("それは12月8日にあった。", {"12月8日": WORDS}),
        ("それは12月9日にあった。", {"12月9日": NONE}),
    ],
    # Of several figures of an entry each clause has its own; what is counted may stand before.
    "figures of two labels": [
        (
            "技術管理対話スキームにより事前報告を求める技術は現在19であり、"
            "5技術の追加に向けて意見公募を行っている。",
            {"19": A, "5技術": A},
        ),
        (
            "技術管理対話スキームにより事前報告を求める技術は現在18であり、"
            "6技術の追加に向けて意見公募を行っている。",
            {"18": D, "6技術": D},
        ),
        (
            "技術管理対話スキームにより事前報告を求める技術は5技術である。",
            {"5技術": D},
        ),
        ("OSAの対象国は11である。", {"11": A}),
        ("OSAの対象国の数は12である。", {"12": D}),
        ("その会合の参加国は5である。", {}),
    ],
    # What two lists make is no value of either; whether they overlap the record does not know.
    "counts of two entries": [
        (
            "管理リストと懸念リストを合わせて計40の日本企業等が掲載された。",
            {"40の日本企業等": INFERRED},
        ),
        ("管理リストと懸念リストを合わせて計50の日本企業等が掲載された。", {"50の日本企業等": D}),
        (
            "管理リストと懸念リストを合わせて計38の日本企業等が掲載された。",
            {"38の日本企業等": NONE},
        ),
        ("懸念リストには計40の日本企業等が掲載された。", {"40の日本企業等": D}),
    ],
    # An entry that was named before holds neither below another heading nor for other subjects.
    "entries named before": [
        (
            "Security\n\nLegislation\nThe Active Cyber Defense Act passed the Diet in 2025.\n\n"
            "Sanctions\nIn 2025 the export ban was widened.",
            {"2025": WORDS},
        ),
        (
            "The Active Cyber Defense Act is new.\nIn 2025 the export ban was widened.",
            {"2025": WORDS},
        ),
        ("The Active Cyber Defense Act is new. It was enacted in 2025.", {"2025": A}),
        (
            "The Economic Security Promotion Act is a law.\n"
            "In 2022 China's GDP was 4.2 times that of Japan.",
            {"2022": WORDS, "4.2 times": A},
        ),
        ("アクティブサイバーディフェンス法がある。同法は2025年に成立した。", {"2025年": A}),
        ("アクティブサイバーディフェンス法がある。2025年に成立した。", {"2025年": A}),
        (
            "アクティブサイバーディフェンス法がある。中国は2025年に規制を強化した。",
            {"2025年": WORDS},
        ),
        (
            "１．アクティブサイバーディフェンス法\n概要は次のとおり。\n２．輸出管理\n2025年に強化された。",
            {"2025年": WORDS},
        ),
        ("# アクティブサイバーディフェンス法\n## 経緯\n2025年に成立した。", {"2025年": A}),
        (
            "経済安全保障推進法は成立した。OSAは2022年に準備が始まった。",
            {"成立した": A, "2022年": WORDS},
        ),
    ],
    # A bill is no law yet, whatever day is told with it; what is in force was enacted.
    "bills told as laws": [
        (
            "外為法の一部改正法は、令和8年3月17日に成立した。",
            {"令和8年3月17日": MANY, "成立した": D},
        ),
        ("外為法の一部改正案は、令和8年3月17日に閣議決定された。", {"令和8年3月17日": A}),
        ("経済安全保障推進法の一部改正法は成立済みである。", {"成立済み": D}),
        ("外為法の改正（対内直接投資審査）は既に成立している。", {"成立している": NONE}),
        ("経済安全保障推進法は閣議決定された。", {"閣議決定された": NONE}),
        (
            "The Bill to amend the Economic Security Promotion Act was enacted on 19 March 2026.",
            {"was enacted": D, "19 March 2026": MANY},
        ),
        ("外為法の一部改正法が成立した場合、審査が強まる。", {}),
    ],
    # What decides is told, and first: the total of a count, the amount of the very subject.
    "amounts of subjects": [
        ("サプライチェーン強靱化予算の半導体は8,602億円である。", {"8,602億円": D}),
        ("半導体の売上高は13兆円を超える。", {"13兆円を超え": NONE}),
        (
            "Companies producing semiconductors will have sales of more than 13 trillion yen.",
            {"more than 13 trillion yen": NONE},
        ),
        (
            "サプライチェーン強靱化予算\n蓄電池で1兆52億円、これに半導体の8,602億円が続く。",
            {"1兆52億円": A, "8,602億円": D},
        ),
        (
            "サプライチェーン強靱化予算\n永久磁石は464億円、船舶の部品は1,306億円である。",
            {"464億円": A, "1,306億円": A},
        ),
        (
            "サプライチェーン強靱化予算\n永久磁石は464億円、船舶の部品は1,360億円である。",
            {"464億円": A, "1,360億円": D},
        ),
        (
            "サプライチェーン強靱化予算\n蓄電池は1兆52億円で、うち半導体の部材は100億円である。",
            {"1兆52億円": A, "100億円": NONE},
        ),
        (
            "サプライチェーン強靱化予算\n蓄電池は令和5年度補正で2,658億円、"
            "永久磁石は令和5年度補正で999億円である。",
            {"2,658億円": A, "999億円": NONE},
        ),
    ],
    # What is due by a year is told with the amount: that year is no year of a budget.
    "years by which something is due": [
        (
            "The Government hopes for 77 trillion yen by 2030.",
            {"77 trillion yen": NONE, "2030": WORDS},
        ),
        ("洋上風力は2030年までに77億円とする。", {"77億円": NONE, "2030年": WORDS}),
        ("サプライチェーン強靱化予算は、令和5年度補正予算で9,172億円である。", {"9,172億円": A}),
    ],
    # Officials call things by other words than the record, and tell them apart all the same.
    "other words for the same": [
        (
            "The stock of inward foreign direct investment is to reach 100 trillion yen.",
            {"100 trillion yen": A},
        ),
        (
            "The critical infrastructure scheme covers 14 designated businesses.",
            {"14 designated businesses": INFERRED},
        ),
        (
            "The amendment of the Economic Security Promotion Act was approved by the Cabinet"
            " on 19 March 2026.",
            {"19 March 2026": A},
        ),
        ("ガリウム及びゲルマニウムの輸出管理は2023年8月に始まった。", {"2023年8月": INFERRED}),
        (
            "米国が主催した重要鉱物閣僚会合には、日本を含む45か国と欧州委員会が顔をそろえた。",
            {"45か国": D},
        ),
        ("鉄と銅の輸出管理は2023年8月に始まった。", {"2023年8月": WORDS}),
    ],
}
