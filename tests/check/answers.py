"""Sentences as answers to the Diet and talking points have them, with the right verdicts.

Numbers in kanji, meetings told by who met, duties that go on, what has not come to pass.
"""

from tests.check.met import INFERRED, MANY, OLD, A, D

ANSWERS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "numbers in kanji": [
        ("令和八年度のOSA予算は百八十一億円である。", {"百八十一億円": A}),
        ("令和八年度のOSA予算は一八一億円である。", {"一八一億円": A}),
        ("令和八年度のOSA予算は百九十一億円である。", {"百九十一億円": D}),
        ("OSAの対象国は十一か国、決定案件は十六案件である。", {"十一か国": A, "十六案件": A}),
        ("OSAの対象国は十二か国である。", {"十二か国": D}),
        ("経済安全保障推進法の特定重要物資は、現在、十一物資である。", {"十一物資": OLD}),
        ("技術管理対話スキームにおきましては、十九の技術を対象としております。", {"十九の技術": A}),
        (
            "対ロシア追加制裁におきましては、四行の資産を凍結し、二十四団体を加えた。",
            {"四行": A, "二十四団体": A},
        ),
        (
            "サプライチェーン強靱化予算は、令和四年度補正予算で一兆三百五十八億円を計上した。",
            {"一兆三百五十八億円": A},
        ),
        (
            "国内で半導体を生産する企業の合計売上高は、二〇三〇年に十五兆円超とする。",
            {"二〇三〇年": A, "十五兆円超": A},
        ),
        ("経済安全保障推進法の一部改正案は、三月十九日に閣議決定された。", {"三月十九日": A}),
        (
            "経済安全保障推進法の一部改正案は、本年三月十八日に閣議決定された。",
            {"本年三月十八日": D},
        ),
        ("経済安全保障推進法の一部改正案は、本年三月に閣議決定された。", {"本年三月": A}),
        ("防衛装備移転三原則や二国間の協力は十分に進んでいる。", {}),
        ("対中追加関税の百パーセントは、発動が見送られた。", {"百パーセント": A, "見送られた": A}),
        (
            "中国に対する100%の追加関税につきましては、発動が見送られたものと承知しております。",
            {"100%": A, "見送られた": A},
        ),
    ],
    "meetings told by who met": [
        (
            "Our Prime Minister and the British Prime Minister met on 31 January 2026.",
            {"31 January 2026": A},
        ),
        (
            "Our Prime Minister met her British counterpart on 30 January 2026.",
            {"30 January 2026": D},
        ),
        (
            "The Japanese Prime Minister held talks with Prime "
            "Minister Carney of Canada on 6 March 2026.",
            {"6 March 2026": A},
        ),
        (
            "カナダとの間では、3月6日の首脳会談で経済安全保障対話を立ち上げることで合意を見た。",
            {"3月6日": A},
        ),
        (
            "総理は令和8年3月6日、カナダのカーニー首相と会談し、"
            "経済安全保障対話の立ち上げに合意した。",
            {"令和8年3月6日": A},
        ),
        (
            "総理は令和8年3月5日、カナダのカーニー首相と会談し、"
            "経済安全保障対話の立ち上げに合意した。",
            {"令和8年3月5日": D},
        ),
        ("高市総理とスターマー英首相は、2026年1月31日に会談した。", {"2026年1月31日": A}),
        ("茂木外務大臣は、1月にインドのジャイシャンカル外相と会談した。", {"1月": A}),
        (
            "Minister Akazawa met his British counterpart on 20 January 2026.",
            {"20 January 2026": A},
        ),
        (
            "Consultations with Germany were agreed at the summit "
            "of July 2024 and first held in November 2024.",
            {"July 2024": A, "November 2024": INFERRED},
        ),
    ],
    "duties and controls that go on": [
        (
            "トリス（クロロプロピル）ホスフェートについては、"
            "現在も中国産品に対する課税を続けている。",
            {"課税を続けている": D},
        ),
        (
            "Japan continues to levy anti-dumping duties "
            "on tris(chloropropyl)phosphate from China.",
            {"continues to levy": D},
        ),
        (
            "黒鉛電極に対するアンチダンピング関税は、継続して課している。",
            {"継続して課している": INFERRED},
        ),
        (
            "China continues to impose export controls on gallium and germanium.",
            {"continues to impose": INFERRED},
        ),
        (
            "The US continues to apply the Entity List 50% rule on subsidiaries.",
            {"continues to apply": OLD, "50%": INFERRED},
        ),
        ("レアアース等の輸出管理措置は、現在も規制を続けている。", {"規制を続けている": OLD}),
        (
            "豪州産の電解二酸化マンガンに対するアンチダンピング関税は、現在も課税を継続している。",
            {"継続している": D},
        ),
        ("The reciprocal tariffs continue to be levied.", {"continue to be levied": D}),
        (
            "China has imposed export controls on gallium and germanium since August 2023, "
            "on graphite since November 2023 and on antimony since September 2024.",
            {"August 2023": INFERRED, "November 2023": D, "September 2024": INFERRED},
        ),
    ],
    "not come to pass": [
        ("関税迂回防止制度は、施行には至っていない。", {"施行には至っていない": OLD}),
        ("関税迂回防止制度は、いまだ導入に至らず、課題が残る。", {"いまだ導入に至らず": OLD}),
        ("経済安全保障推進法の一部改正案は、成立には至っていない。", {"成立には至っていない": A}),
        (
            "The OESA is waiting for the bill to be passed.",
            {"waiting for the bill to be passed": INFERRED},
        ),
        ("特定海外事業促進制度は、法案の準備段階にある。", {"法案の準備段階": OLD}),
        ("コーポレートガバナンス・コードについては、改訂案を検討している。", {"検討している": A}),
        (
            "The emissions trading system has not yet come into force.",
            {"has not yet come into force": OLD},
        ),
    ],
    "short forms": [
        (
            "On green transformation, we count on more than 150 trillion "
            "yen of public and private investment over ten years.",
            {"more than 150 trillion yen": INFERRED},
        ),
        (
            "On green transformation, government support of 20 trillion yen is foreseen.",
            {"20 trillion yen": INFERRED},
        ),
    ],
    "days told from today": [
        ("本年2月に、「経済安全保障経営ガイドライン」を策定した。", {"本年2月": D}),
        (
            "中国が昨年11月に発表したレアアース等の輸出管理措置を注視する。",
            {"昨年11月": D},
        ),
        (
            "中国が昨年10月に発表したレアアース等の輸出管理措置については、影響を注視する。",
            {"昨年10月": INFERRED},
        ),
        (
            "China announced its export control measures on rare "
            "earths and other items in October last year.",
            {"October last year": INFERRED},
        ),
        (
            "令和8年5月　大臣メモ\n経済安全保障推進法の一部改正案は、本年3月19日に閣議決定された。",
            {"本年3月19日": A},
        ),
        (
            "令和9年5月　大臣メモ\n経済安全保障推進法の一部改正案は、本年3月19日に閣議決定された。",
            {"本年3月19日": D},
        ),
        ("OSAの事業は、1年間で検討される。", {}),
        (
            "米中両政府による関税措置の再延長は、昨年8月11日に発表された。",
            {"昨年8月11日": INFERRED},
        ),
        (
            "The AI Diffusion Rule, published in January 2025, was rescinded in May 2025.",
            {"January 2025": A, "May 2025": A},
        ),
    ],
    "whose amounts": [
        ("OSAは十一か国を対象とし、二千五百億円を充てる。", {"十一か国": A, "二千五百億円": D}),
        ("OSAのほか、船舶の部品に1,201億円を充てる。", {"1,201億円": MANY}),
        ("重要鉱物については、令和8年度当初予算案に125億円を盛り込んだ。", {"125億円": INFERRED}),
        (
            "問　経済安全保障の推進に向けた取組如何。\n重要鉱物に関しましては、"
            "令和8年度当初予算案に125億円を盛り込んでございます。",
            {"125億円": INFERRED},
        ),
        ("OSAには1,201億円を計上している。", {"1,201億円": D}),
        (
            "Official Security Assistance is growing. In FY2023 the budget was "
            "2 billion yen. It has reached 11 countries and 16 projects.",
            {"2 billion yen": A, "11 countries": A, "16 projects": A},
        ),
    ],
    "going on, and still to come": [
        (
            "トリス（クロロプロピル）ホスフェートに対するアンチダンピング関税は、現在も課税中である。",
            {"課税中": D},
        ),
        (
            "中国産の黒鉛電極に対するアンチダンピング関税は、課税中である。",
            {"課税中": INFERRED},
        ),
        ("AI Diffusion Rule（米国）は、適用中である。", {"適用中": OLD}),
        (
            "The AI Diffusion Rule has been announced and is awaiting application.",
            {"awaiting application": OLD},
        ),
        ("The AI Diffusion Rule is awaiting applications from firms.", {}),
        ("The reciprocal tariffs of the United States are suspended.", {"are suspended": INFERRED}),
    ],
    "meetings that are to be held": [
        (
            "ドイツとの間の日独経済安全保障協議については、第2回の開催が予定されている段階であり、"
            "議題の調整を急ぎたい。",
            {"開催が予定されている": OLD},
        ),
        ("日独経済安全保障協議は、第2回を開催する予定である。", {"開催する予定": OLD}),
        # Talks go on: of another round the record says nothing.
        ("日独経済安全保障協議については、第3回の開催が予定されている。", {}),
        ("日独経済安全保障協議については、次回の開催が予定されている。", {}),
        ("日独経済安全保障協議は、開催予定である。", {}),
        ("経済安全保障東京フォーラムは、開催を予定している。", {"開催を予定している": OLD}),
        # Two sides meet again and again; with its year it is the meeting that was held.
        ("日仏首脳会談は、開催が予定されている。", {}),
        (
            "重要鉱物閣僚会合（2026年2月）は、開催予定である。",
            {"2026年2月": A, "開催予定": OLD},
        ),
        ("次回の経済安全保障東京フォーラムは、開催予定である。", {}),
        ("経済安全保障東京フォーラムでは、関連行事を開催する予定である。", {}),
        (
            "The Tokyo Economic Security Forum is due to be held.",
            {"is due to be held": OLD},
        ),
        ("The next Tokyo Economic Security Forum is due to be held.", {}),
        (
            "The second round of the Japan-Germany Consultations on Economic Security is due to be "
            "held.",
            {"is due to be held": OLD},
        ),
        (
            "The third round of the Japan-Germany Consultations on Economic Security is due to be "
            "held.",
            {},
        ),
    ],
    "acts without a name": [
        (
            "China's export control measures on rare earths of October 2025 are in force.",
            {"October 2025": INFERRED, "in force": D},
        ),
        (
            "China's export control measures on rare earths of October 2025 are suspended.",
            {"October 2025": INFERRED, "are suspended": INFERRED},
        ),
        (
            "China's October 2025 export controls on rare earths are in force.",
            {"October 2025": INFERRED, "in force": D},
        ),
        (
            "China's October 2025 export controls on rare earths led to talks that are under way.",
            {"October 2025": INFERRED},
        ),
        (
            "中国の2025年10月のレアアースの輸出規制は、停止されている。",
            {"2025年10月": INFERRED, "停止されている": INFERRED},
        ),
        (
            "中国の2025年10月のレアアースの輸出規制を受け、生産が停止されている。",
            {"2025年10月": INFERRED},
        ),
        (
            "中国の2025年10月のレアアースの輸出規制への対抗措置は、停止されている。",
            {"2025年10月": INFERRED},
        ),
        (
            "Talks on China's export control measures on rare earths of October 2025 are under "
            "way.",
            {"October 2025": INFERRED},
        ),
        (
            "China's response to export control measures on rare earths of October 2025 is "
            "suspended.",
            {"October 2025": INFERRED},
        ),
    ],
    "votes, and years that count nothing": [
        (
            "昨年のワシントン条約の締約国会議では、"
            "ウナギ全種の附属書Ⅱ掲載提案が反対100で退けられた。",
            {"100": A},
        ),
        (
            "ウナギ全種の附属書Ⅱ掲載提案は、賛成35票、反対100票で否決された。",
            {"35票": A, "100票": A, "否決された": INFERRED},
        ),
        (
            "ウナギ全種の附属書Ⅱ掲載提案は、賛成100、反対35で否決された。",
            {"100": D, "35": D, "否決された": INFERRED},
        ),
        (
            "ウナギ全種の附属書Ⅱ掲載提案は、賛成35、反対100、棄権8であった。",
            {"35": A, "100": A},
        ),
        (
            "The additional sanctions on Russia of 2025 put a further 335 items under the export "
            "ban.",
            {"335 items": A},
        ),
        (
            "The additional sanctions on Russia of 2025 saw 345 items added to the export ban.",
            {"345 items": D},
        ),
    ],
    "years, verbs and bills": [
        (
            "令和3年度・4年度の補正予算で、Kプログラムに計2,500億円が計上された。",
            {"2,500億円": INFERRED},
        ),
        (
            "令和3年度及び令和4年度の補正予算で、Kプログラムに計2,500億円が計上された。",
            {"2,500億円": INFERRED},
        ),
        (
            "令和4年度・5年度の補正予算で、Kプログラムに計2,500億円が計上された。",
            {"2,500億円": D},
        ),
        ("中国の「管理リスト」に我が国の企業等が20載せられた。", {"20": A}),
        ("中国の「管理リスト」に我が国の企業等が25載せられた。", {"25": D}),
        (
            "セキュリティクリアランス制度につきましては、その導入を検討しております。",
            {"検討しており": OLD},
        ),
        ("セキュリティクリアランス制度につきましては、その見直しを検討しております。", {}),
        (
            "The security clearance system is at the stage of a bill before the Diet.",
            {"at the stage of a bill": OLD},
        ),
        ("The security clearance system remains a bill.", {"remains a bill": OLD}),
        ("The bill is a bill to amend the security clearance system.", {}),
        (
            "China's export controls on heavy rare earths covered seven kinds.",
            {"seven kinds": A},
        ),
        (
            "China's export controls on heavy rare earths covered eight kinds.",
            {"eight kinds": D},
        ),
        ("Of the companies added to the US Entity List, 23 were Chinese.", {"23": A}),
        ("Of the companies added to the US Entity List, 24 were Chinese.", {"24": D}),
    ],
}
