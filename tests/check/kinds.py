"""More sentences of kinds at which readers saw the check err, with the right verdicts."""

from tests.check.met import INFERRED, NONE, OLD, WORDS, A, D

KINDS: dict[str, list[tuple[str, dict[str, str]]]] = {
    # Partner and form name a meeting; that of the sentence before is another one.
    "meetings by partner and form": [
        (
            "重要鉱物閣僚会合は2026年2月4日に開催された。"
            "英国との間では、2026年1月31日に首脳会談を行った。",
            {"2026年2月4日": A, "2026年1月31日": A},
        ),
        ("英国との間では、2025年1月31日に首脳会談を行った。", {"2025年1月31日": D}),
        (
            "日英首脳会談を2026年1月31日に行った。2025年9月5日には日豪首脳会談を開催した。",
            {"2026年1月31日": A, "2025年9月5日": NONE},
        ),
        ("日英首脳会談を行った。首脳会談は2026年1月30日に開催された。", {"2026年1月30日": D}),
        (
            "日仏首脳会談は2026年4月1日に開催された。"
            "イタリアとの首脳会談は2026年1月16日に行われた。",
            {"2026年4月1日": A, "2026年1月16日": A},
        ),
        (
            "日本はドイツと協力を進め、英国とは2026年1月20日に閣僚会談を開いた。",
            {"2026年1月20日": A},
        ),
        (
            "米国、中国の両首脳は、2025年10月31日に首脳会談を行った。",
            {"2025年10月31日": D},
        ),
        ("米国との経済版2+2は2023年11月に開催された。", {"2023年11月": A}),
        ("米国との経済版2+2は2023年12月に開催された。", {"2023年12月": D}),
        (
            "日印電話会談は2025年10月に行われた。インドとの外相間戦略対話は2026年1月に開催された。",
            {"2025年10月": INFERRED, "2026年1月": A},
        ),
        (
            "The Critical Minerals Ministerial was held on 4 February 2026. With the EU, a"
            " ministerial meeting was held on 21 January 2026.",
            {"4 February 2026": A, "21 January 2026": A},
        ),
        (
            "With Canada, the leaders held a summit meeting on 7 March 2026.",
            {"7 March 2026": D},
        ),
        (
            "重要鉱物閣僚会合には54か国が参加した。首脳会合には40か国が参加した。",
            {"54か国": A, "40か国": NONE},
        ),
    ],
    # The day of another meeting is no day of this one, though the record knows it.
    "days of meetings of others": [
        (
            "経済安全保障推進法は2022年に成立した。ドイツとの首脳会談は2026年4月1日に行われた。",
            {"2022年": A, "2026年4月1日": WORDS},
        ),
        (
            "The Japan-France summit meeting is past. With Germany, a summit was held on"
            " 1 April 2026.",
            {"1 April 2026": WORDS},
        ),
    ],
    # What was planned and came to nothing is not to come.
    "days that were planned": [
        (
            "米国の対中追加関税100%は、11月1日から発動する予定である。",
            {"100%": A, "11月1日": OLD},
        ),
        (
            "米国は2025年10月10日、対中追加関税100%を発表した。同年11月1日から発動する予定である。",
            {"2025年10月10日": INFERRED, "100%": A, "同年11月1日": OLD},
        ),
        (
            "米国の対中追加関税100%は11月1日から発動する予定だった。",
            {"100%": A, "11月1日": INFERRED},
        ),
        (
            "The 100% additional tariff on China will apply from 1 November 2025.",
            {"100%": A, "1 November 2025": OLD},
        ),
        (
            "The 100% additional tariff on China was to apply from 1 November 2025.",
            {"100%": A, "1 November 2025": INFERRED},
        ),
        (
            "黒鉛電極に対するアンチダンピング関税（中国）は2030年7月まで課される予定である。",
            {"2030年7月": A},
        ),
    ],
    # A stage is passed where the record has a later one; what is amended is another thing.
    "stages in other words": [
        ("セキュリティ・クリアランス制度の導入を検討しているところである。", {"検討している": OLD}),
        ("セキュリティ・クリアランス制度については、現在検討中である。", {"検討中": OLD}),
        ("セキュリティ・クリアランス制度の拡充を検討している。", {}),
        ("セキュリティ・クリアランス制度の運用について検討中である。", {}),
        (
            "経済安全保障推進法は、サプライチェーン強靱化の検討を進めている企業を支援する。",
            {},
        ),
        ("外為法の一部改正案は、法案の段階である。", {"法案の段階": A}),
        ("外為法の一部改正案は国会で審議中である。", {"審議中": NONE}),
        ("外為法の一部改正案の検討を進めている。", {"検討を進めている": OLD}),
        ("関税迂回防止制度は法案の段階にある。", {"法案の段階": OLD}),
        ("関税迂回防止制度は準備中である。", {"準備中": OLD}),
        ("経済安全保障経営ガイドラインは公表済みである。", {"公表済み": A}),
        ("AI Diffusion Rule（米国）は規制案が公表された段階である。", {"公表された段階": OLD}),
        ("The AI Diffusion Rule was rescinded.", {"rescinded": A}),
        ("The AI Diffusion Rule has been proposed.", {"has been proposed": OLD}),
        ("The security clearance system is being considered.", {"is being considered": OLD}),
        ("The security clearance system is still at the bill stage.", {"at the bill stage": OLD}),
        (
            "The Bill to amend the Economic Security Promotion Act is still a bill.",
            {"still a bill": A},
        ),
        ("The Overseas Economic-Security Arrangement (OESA) is in force.", {"in force": D}),
    ],
    # A date is told from the one before it; a year of the era without its name.
    "dates told from others": [
        (
            "推進法の改正案は令和8年3月19日に閣議決定された。"
            "外為法の一部改正案は同月17日に閣議決定された。",
            {"令和8年3月19日": A, "同月17日": A},
        ),
        (
            "AI Diffusion Rule（米国）は2025年1月に公表され、同年6月に撤廃された。",
            {"2025年1月": A, "同年6月": D},
        ),
        (
            "経済安全保障推進法は2022年5月に成立し、同年に一部が施行された。",
            {"2022年5月": A, "同年": A},
        ),
        (
            "日英首脳会談は2026年1月31日に行われた。同月21日には日英閣僚会談も行われた。",
            {"2026年1月31日": A, "同月21日": D},
        ),
        (
            "日英首脳会談は2026年1月31日に行われた。前年3月には経済版2+2を開催した。",
            {"2026年1月31日": A, "前年3月": A},
        ),
        ("同月17日に会合を開いた。", {"17日": NONE}),
        (
            "サプライチェーン強靱化予算\n5年度補正では蓄電池に2,558億円を計上した。",
            {"2,558億円": D},
        ),
        (
            "サプライチェーン強靱化予算\n7年度補正では船舶の部品に1,201億円、"
            "ほかに永久磁石にも210億円を積んだ。8年度予算案は重要鉱物に125億円である。",
            {"1,201億円": A, "210億円": D, "125億円": INFERRED},
        ),
        (
            "OSAは2023年に創設された。翌年度の予算は50億円である。",
            {"2023年": A, "50億円": A},
        ),
    ],
    # A bare number is told where words say what it counts; what names nothing is no value.
    "bare numbers": [
        (
            "フィリピン沿岸警備隊（PCG）への能力強化支援により、PCGの職員は4,000である。",
            {"4,000": OLD},
        ),
        (
            "フィリピン沿岸警備隊（PCG）への能力強化支援により、PCGは職員30,000となった。",
            {"30,000": A},
        ),
        (
            "Thanks to capacity enhancement support for the Philippine Coast Guard (PCG), it has"
            " a workforce of 20,000.",
            {"20,000": D},
        ),
        ("The Ministry has a staff of 4,000.", {}),
        ("技術管理対話スキームでは現在18を対象とする。", {"18": D}),
        ("技術管理対話スキームの対象技術は、現在19である。", {"19": A}),
        ("ロシアからの原油の上限価格は、1バレル当たり60ドルである。", {"60ドル": OLD}),
        ("Ministers met in the Economic 2+2 format.", {}),
    ],
}
