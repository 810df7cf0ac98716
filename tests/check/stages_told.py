"""Sentences that tell where measures all over the record stand, with the right verdict of each."""

from tests.check.met import INFERRED, NONE, OLD, A, D

STAGES: dict[str, list[tuple[str, dict[str, str]]]] = {
    # What is told as coming was left behind where the measure is in force.
    "planned": [
        (
            "排出量取引制度は、制度の詳細を詰めた上で導入することとしている。",
            {"導入することとしている": OLD},
        ),
        ("排出量取引制度は、導入に向けて検討中である。", {"検討中": OLD}),
        ("経済安全保障に係る事務を統括する局を新たに設ける予定である。", {"新たに設ける予定": OLD}),
        ("経済安全保障に係る事務を統括する局の新設を予定している。", {"新設を予定している": OLD}),
        (
            "総合的な経済安全保障シンクタンクは、設置を予定している。",
            {"設置を予定している": INFERRED},
        ),
        (
            "The Comprehensive economic security think tank is to be set up.",
            {"is to be set up": INFERRED},
        ),
        ("The emissions trading system is planned.", {"is planned": OLD}),
        (
            "The essential infrastructure scheme is still at the planning stage.",
            {"at the planning stage": OLD},
        ),
    ],
    "considered, far from the name": [
        (
            "セキュリティ・クリアランス制度につきましては、有識者の議論も踏まえ、"
            "法制化に向けた検討を進めている段階であります。",
            {"検討を進めている": OLD},
        ),
        ("早期警戒システム（EWS）の構築は、検討段階である。", {"検討段階": INFERRED}),
        (
            "総合的な経済安全保障シンクタンクは、新設を検討している段階である。",
            {"検討している": OLD},
        ),
        ("特許出願の非公開制度は、検討中である。", {"検討中": OLD}),
        (
            "コーポレートガバナンス・コード改訂案は、検討が続けられている。",
            {"検討が続けられている": A},
        ),
        (
            "The Overseas Economic-Security Arrangement (OESA), a scheme for projects abroad, is "
            "still at the stage of consideration within the government.",
            {"at the stage of consideration": OLD},
        ),
        ("The security clearance system is under discussion.", {"under discussion": OLD}),
        (
            "The bill to amend the Foreign Exchange and Foreign Trade Act on inward direct "
            "investment is still being drafted.",
            {"is still being drafted": OLD},
        ),
    ],
    # A change or an aspect of a measure, and what it is said of, is another thing.
    "of another thing": [
        ("経済安全保障推進法は、医療分野の追加を検討している。", {}),
        ("経済安全保障推進法に基づく制度の見直しが検討されている。", {}),
        ("経済安全保障推進法の運用は、継続している。", {}),
        ("セキュリティ・クリアランス制度が導入された場合、審査が必要となる。", {}),
        ("Changes to the Economic Security Promotion Act are under consideration.", {}),
        (
            "While the Economic Security Promotion Act was enacted in 2022, talks with China are "
            "ongoing.",
            {"2022": A},
        ),
        ("The AI Diffusion Rule was never in force.", {}),
        ("The assets of 26 individuals were frozen.", {"26 individuals": NONE}),
    ],
    "in a bill, or before the Diet": [
        (
            "関税迂回防止制度は、関税定率法等の改正案に盛り込まれている。",
            {"改正案に盛り込まれている": OLD},
        ),
        (
            "官民協議会は、推進法の一部改正案に盛り込まれている。",
            {"改正案に盛り込まれている": INFERRED},
        ),
        ("ウナギ全種の附属書Ⅱ掲載提案は、なお審議中である。", {"審議中": OLD}),
        ("経済安全保障推進法の一部改正案は、まだ成立していない。", {"まだ成立していない": A}),
        ("経済安全保障推進法は、国会で審議中である。", {"審議中": OLD}),
        (
            "The bill to amend the Economic Security Promotion Act has not yet been enacted.",
            {"has not yet been enacted": A},
        ),
        (
            "The anti-circumvention system for anti-dumping duties is included in a bill to amend "
            "the Customs Tariff Act.",
            {"is included in a bill": OLD},
        ),
    ],
    "not yet in force": [
        (
            "関税迂回防止制度は、いまだ施行されておらず、準備が続く。",
            {"いまだ施行されておらず": OLD},
        ),
        ("関税迂回防止制度は、施行前である。", {"施行前": OLD}),
        (
            "関税迂回防止制度は、令和8年4月1日に施行する予定である。",
            {"令和8年4月1日": A, "施行する予定": OLD},
        ),
        ("外為法の一部改正案は、未施行である。", {"未施行": A}),
        (
            "アクティブサイバーディフェンス法は、まだ施行されていない。",
            {"まだ施行されていない": NONE},
        ),
        (
            "再生資源の利用計画策定・定期報告義務化は、施行を待つ段階である。",
            {"施行を待つ段階": OLD},
        ),
        (
            "セキュリティ・クリアランス制度の検討状況を説明した。同制度は、まだ施行されていない。",
            {"まだ施行されていない": OLD},
        ),
        (
            "The Economic Security Promotion Act has yet to take effect.",
            {"has yet to take effect": OLD},
        ),
        (
            "The emissions trading system has not been introduced yet.",
            {"has not been introduced": OLD},
        ),
    ],
    "going on": [
        ("相互関税（米国）は、なお課されている。", {"課されている": D}),
        ("AI Diffusion Rule（米国）は、依然として有効である。", {"依然として有効": OLD}),
        (
            "黒鉛電極に対するアンチダンピング関税（中国）は、課されている。",
            {"課されている": INFERRED},
        ),
        (
            "トリス（クロロプロピル）ホスフェートに対するアンチダンピング関税（中国）は、なお課されている。",
            {"課されている": D},
        ),
        ("官民協議会は、既に設置され、運用されている。", {"運用されている": D}),
        ("特定海外事業促進制度は、既に施行されている。", {"施行されている": D}),
        ("バングラデシュとのEPA交渉は、なお続いている。", {}),
        (
            "The 100 percent additional tariff on China is going ahead as announced.",
            {"100 percent": A, "is going ahead": OLD},
        ),
        (
            "The AI Diffusion Rule has been withdrawn. It is still in place.",
            {"has been withdrawn": A, "is still in place": OLD},
        ),
        ("The Economic Security Promotion Act remains in force.", {"remains in force": A}),
        ("EPA negotiations with Türkiye are under way.", {}),
        (
            "The reciprocal tariffs of the United States remain in place.",
            {"remain in place": D},
        ),
    ],
    "stopped": [
        ("相互関税（米国）は、徴収が停止されている。", {"停止されている": INFERRED}),
        ("対中追加関税100%（米国）は、棚上げとなっている。", {"100%": A, "棚上げとなっている": A}),
        ("AI Diffusion Rule（米国）は、公表後、施行が延期されている。", {"延期されている": D}),
        ("AI Diffusion Rule（米国）は、撤回されている。", {"撤回されている": A}),
        ("世界一律10%関税（米国）は、撤廃された。", {"10%": A, "撤廃された": D}),
        (
            "The Entity List 50% rule on subsidiaries has been put on hold.",
            {"50%": INFERRED, "has been put on hold": A},
        ),
        ("The AI Diffusion Rule is no longer in force.", {"no longer in force": A}),
        ("Official Security Assistance (OSA) has been shelved.", {"shelved": D}),
        (
            "The 100 percent additional tariff on China has been shelved.",
            {"100 percent": A, "shelved": A},
        ),
    ],
    "negotiated, agreed": [
        ("GCCとのEPAは交渉中である。", {"交渉中": INFERRED}),
        ("RCEPは、交渉中である。", {"交渉中": OLD}),
        ("Pax Silica is still under negotiation.", {"under negotiation": OLD}),
        (
            "日独経済安全保障協議は、2024年7月の首脳会談で創設に合意したもので、"
            "第2回を2025年10月に開いている。",
            {"2024年7月": A, "2025年10月": INFERRED},
        ),
        ("日独経済安全保障協議は、2024年7月に第1回を開催した。", {"2024年7月": D}),
    ],
    # A date of no event is that of the number that is told with it.
    "dates of numbers": [
        (
            "昨今、鉄鋼・化学を中心に申請が増えており、2025年に開始したアンチダンピング調査は5件に上る。",
            {"2025年": INFERRED, "5件": INFERRED},
        ),
        (
            "基幹インフラ制度につきましては、2024年2月の時点で14の事業を対象としております。",
            {"2024年2月": INFERRED, "14の事業": INFERRED},
        ),
        ("ロシア産原油の上限価格を1バレル60ドルとしている。", {"60ドル": OLD}),
        (
            "With India, we will invite 500 highly skilled AI professionals to Japan by 2030.",
            {"500 highly skilled AI professionals": A, "2030": A},
        ),
        (
            "Under the technology-management dialogue scheme, prior reports are required for 19 "
            "technologies; the addition of five more is under public comment.",
            {"19 technologies": A, "five more": A},
        ),
        (
            "Under the technology-management dialogue scheme, prior reports are required for 19 "
            "technologies; the addition of six more is under public comment.",
            {"19 technologies": A, "six more": D},
        ),
    ],
    # Words that another entry shares with a law, or that tell of a place of talks, say nothing.
    "told of whom": [
        ("能動的サイバー防御については、いまだ法案の段階にある。", {"法案の段階": OLD}),
        (
            "日加経済安全保障対話は、首脳間で設置に合意した。"
            "日印共同ビジョンについては、検討の段階にとどまっている。",
            {"検討の段階": OLD},
        ),
        (
            "産学官の研究会（高度外国人材研究会）を開催し、官民の課題を包括的に検討中である。",
            {},
        ),
        (
            "外為法の対内直接投資規制に係る一部改正案は、令和8年3月17日に閣議決定され、"
            "既に成立している。",
            {"令和8年3月17日": A, "成立している": D},
        ),
        (
            "エンティティリストの子会社50%ルールについては、2025年9月29日に公表されたが、"
            "現在は凍結されている。",
            {"50%": INFERRED, "2025年9月29日": INFERRED, "凍結されている": A},
        ),
        (
            "The conditional permission of the United States to export the H200 to China, "
            "announced on 8 December 2025, has since been revoked.",
            {"8 December 2025": INFERRED, "revoked": D},
        ),
        (
            "The Economic Security Promotion Act (enacted in May 2022) is in force in full.",
            {"May 2022": A, "in force": A},
        ),
        (
            "The addition of 32 companies to the Entity List in September 2025 included 23 "
            "Chinese firms; the 50% rule on subsidiaries is still in effect.",
            {
                "32 companies": A,
                "September 2025": INFERRED,
                "23 Chinese firms": A,
                "50%": INFERRED,
                "is still in effect": OLD,
            },
        ),
    ],
    "signed, decided, set up": [
        ("IPEFサプライチェーン協定は、署名に至っていない。", {"署名に至っていない": OLD}),
        (
            "日米間の技術繁栄ディール協力覚書については、現在、署名に向けた調整が続いている。",
            {"調整が続いている": OLD},
        ),
        (
            "経済安全保障推進法の一部改正案は、まだ閣議決定されていない。",
            {"まだ閣議決定されていない": OLD},
        ),
        ("外為法の一部改正案は、本年3月17日に閣議決定された。", {"本年3月17日": A}),
        ("GX戦略地域制度は、創設を予定している。", {"創設を予定している": OLD}),
        (
            "日印経済安全保障協力イニシアティブは、2025年8月の首脳会談で立ち上げられた。",
            {"2025年8月": A},
        ),
        (
            "The Anti-dumping duty on graphite electrodes from China was never imposed.",
            {"was never imposed": D},
        ),
        (
            "The preferential trade zone for critical minerals has already been established.",
            {"has already been established": D},
        ),
        (
            "The CPTPP is in force.",
            {"in force": NONE},
        ),
        (
            "The Bill to amend the Economic Security Promotion Act has been promulgated.",
            {"has been promulgated": D},
        ),
    ],
}
