"""A small record in which every field of every form occurs, written as `dump` writes it.

What tests of code see, and what tests of loading and dumping take apart.
"""

RECORD = {
    "partners.yaml": """\
- code: aa
  kind: country
  iso2: AA
  alpha3: AAA
  m49: '010'
  name_ja: 甲国
  reading: こうこく
  name_en: Aland
  note_ja: 隣国。
  note_en: A neighbour.
  aliases:
  - name: 甲
    reading: こう
  - 'NO'
- code: aa-north
  kind: subdivision
  iso3166_2: AA-N
  name_ja: 甲北部
  reading: こうほくぶ
  name_en: Northern Aland
  part_of: aa
- code: pact
  kind: group
  name_ja: 同盟
  name_en: Pact
  counts_members: true
  members:
  - aa
  - zz
- code: zz
  kind: country
  name_ja: 乙国
  name_en: Zedland
""",
    "organisations.yaml": """\
- slug: bureau
  kind: bureau
  name_ja: 局
  reading: きょく
  name_en: Bureau
  english: official
  english_source_ja: 局の頁
  english_source_en: Page of the bureau
  abbreviation: '010'
  parent: ministry
  partner: aa
  note_ja: 省の局。
  note_en: A bureau of the ministry.
  aliases:
  - name: 甲省局
    reading: こうしょうきょく
  identifiers:
  - value: '7000012050002'
    place_ja: 台帳
    place_en: Register
    checked_on: 2026-04-01
    scheme: corporate-number
- slug: ministry
  kind: ministry
  name_ja: 省
  name_en: Ministry
""",
    "subjects.yaml": """\
- slug: metals
  kind: material
  name_ja: 金属
  name_en: Metals
  related:
  - recycling
  aliases:
  - name: 金物
    reading: かなもの
  identifiers:
  - value: '2846'
    place_ja: 台帳
    place_en: Register
    checked_on: 2026-04-01
    scheme: hs
- slug: rare-metals
  kind: material
  name_ja: 希少金属
  reading: きしょうきんぞく
  name_en: Rare metals
  parent: metals
  note_ja: 金属の一種。
  note_en: Some metals.
  broader:
  - resources
  aliases:
  - レアメタル
- slug: recycling
  kind: theme
  name_ja: 再資源化
  name_en: Recycling
- slug: resources
  kind: theme
  name_ja: 資源
  name_en: Resources
""",
    "sources/paper.yaml": """\
slug: paper
updated_on: 2026-04-02
publisher: ministry
issuer: bureau
title_ja: 白書
title_en: Paper
short_name_ja: 省 2025
short_name_en: MIN 2025
date: 2025-21
date_inferred: true
date_inference_ja: 日付の記載がない。
date_inference_en: No date is stated.
url: https://example.jp/paper
file_url: https://example.org/paper.pdf
sha256: 00000000000000000000000000000000000000000000000000000000000000aa
licence_ja: 出典を示せば使える。
licence_en: Free with attribution.
sections:
- code: '1'
  heading: 1. はじめに
  title_ja: 序
  title_en: Introduction
  page: 3
  file_page: 9
  note_ja: 図がない。
  note_en: The figure is lost.
  footnotes:
  - code: n1
    kind: footnote
    mark: '*1'
    text_ja: 注。
    text_en: A note.
    phrase: 注
    occurrence: 1/2/0123456789abcdef
    inferred: true
    inference_ja: 番号の記載がない。
    inference_en: Its number is lost.
  checklist:
  - phrase: はじめに
    records:
    - measures/act
    - sources/paper/1#footnote-n1
  - phrase: 図
    reason: figure
    note_ja: 図だけ。
    note_en: A figure alone.
- code: 1-1
  parent: '1'
  heading: 背景
  title_en: Background
  empty_reason_ja: 図だけの頁。
  empty_reason_en: A figure alone.
discrepancies:
- nature: precision
  topic_ja: 白書の題
  topic_en: Title of the paper
  statements:
  - value_ja: はじめに
    value_en: Opening
    section: paper/1
    phrase: はじめに
    occurrence: 1/2/0123456789abcdef
""",
    "sources/sketch.yaml": """\
slug: sketch
updated_on: 2026-04-02
publisher: ministry
title_ja: 下書き
title_en: Sketch
short_name_ja: 省 2026
short_name_en: MIN 2026
date: 2026-06
sha256: 00000000000000000000000000000000000000000000000000000000000000ab
state: registered
sections:
- code: '1'
  heading: 下書きの一
  title_en: Sketch one
  was_read: false
""",
    "frameworks/plan.yaml": """\
slug: plan
name_ja: 計画
reading: けいかく
name_en: Plan
owner: ministry
jurisdiction: aa
featured: true
summary_ja: 二つの柱。
summary_en: Two pillars.
section: paper/1
phrase: 計画
occurrence: 1/2/0123456789abcdef
inferred: true
inference_ja: 名は推定。
inference_en: The name is inferred.
pillars:
- slug: first
  number: ①
  name_ja: 第一
  reading: だいいち
  name_en: First
  summary_ja: 守る。
  summary_en: Protects.
  section: paper/1
  phrase: 第一
  occurrence: 1/2/0123456789abcdef
  relations:
  - target: plan/second
    reason_ja: 守りと攻め。
    reason_en: Both sides.
    section: paper/1
    phrase: 第一と第二
    occurrence: 1/2/0123456789abcdef
    inferred: true
    inference_ja: 明記はない。
    inference_en: Not stated.
- slug: second
  parent: first
  name_ja: 第二
  name_en: Second
  also_under:
  - plan/first
  section: paper/1
  phrase: 第二
  inferred: true
  inference_ja: 位置による。
  inference_en: From its place.
""",
    "issues/shortage.yaml": """\
slug: shortage
updated_on: 2026-04-02
kind: threat
title_ja: 不足
reading: ふそく
title_en: Shortage
summary_ja: 足りない。
summary_en: Too little.
speaker: ministry
subjects:
- metals
- rare-metals
partners:
- aa
section: paper/1-1
phrase: 不足
occurrence: 1/2/0123456789abcdef
inferred: true
inference_ja: 文脈による。
inference_en: From the context.
discrepancies:
- nature: precision
  topic_ja: 足りない物
  topic_en: What is short
  statements:
  - value_ja: 金属
    value_en: metals
    section: paper/1
    phrase: 金属
    occurrence: 1/2/0123456789abcdef
""",
    "terms.yaml": """\
- slug: home-base
  term_ja: はじめに
  reading: はじめに
  term_en: Opening
  english: ours
  section: paper/1
  phrase: はじめに
  occurrence: 1/2/0123456789abcdef
- slug: stockpiling
  term_ja: 備蓄
  reading: びちく
  term_en: stockpiling
  english: official
  english_source_ja: 甲国の法律の英訳
  english_source_en: Translated laws of Aland
  note_ja: 買入れとは別。
  note_en: Not the purchase.
  section: paper/1
  phrase: 備蓄を行う
  inferred: true
  inference_ja: 見出しから。
  inference_en: From the heading.
  words:
  - kind: printed
    name: 備荒
  - kind: english
    name: stocks
  - kind: plain
    name: 蓄え置き
""",
    "synonyms.yaml": """\
- word: ためこみ
  means:
  - 備蓄
  - '010'
- word: 不足がち
""",
    "words.yaml": """\
- document: paper
  words: aland 備蓄 甲国
""",
    "pillar-gaps.yaml": """\
- pillar: plan/second
  kind: law
  reason_ja: 調べていない。
  reason_en: Not examined.
""",
    "indicators/output.yaml": """\
slug: output
updated_on: 2026-04-02
title_ja: 生産量
reading: せいさんりょう
title_en: Output
unit_ja: 万トン
unit_en: 10 000 t
basis_ja: 暦年。
basis_en: Calendar years.
missing_ja: 一部だけ。
missing_en: In part.
subjects:
- metals
section: paper/1
phrase: 生産量
occurrence: 1/2/0123456789abcdef
inferred: true
inference_ja: 題は推定。
inference_en: The title is inferred.
points:
- code: aa-2024
  label_ja: 甲国
  label_en: Aland
  series_ja: 実績
  series_en: Actual
  partner: aa
  subject: metals
  period: '2024'
  value: 12.3456
  printed: '12.3456'
  unit_ja: 千トン
  unit_en: kt
  section: paper/1
  phrase: '12.3456'
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 図から推定した。
  inference_en: Inferred from the chart.
discrepancies:
- nature: precision
  topic_ja: 生産量の年
  topic_en: Year of the output
  statements:
  - value_ja: 2024年
    value_en: '2024'
    section: paper/1
    phrase: 生産量
    occurrence: 1/2/0123456789abcdef
""",
    "measures/act.yaml": """\
slug: act
updated_on: 2026-04-02
kind: law
jurisdiction: aa
title_ja: 金属法
reading: きんぞくほう
title_en: Metals Act
english: official
english_source_ja: 甲国の法律の英訳
english_source_en: Translated laws of Aland
summary_ja: 金属を守る。
summary_en: Protects metals.
published: false
statuses:
- value: in-force
  as_of: '2026-04-01'
  section: paper/1
  phrase: 施行
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 施行日による。
  inference_en: From its date.
names:
- kind: official
  name: 金属の確保に関する法律
  reading: きんぞくのかくほにかんするほうりつ
  section: paper/1
  phrase: 金属の確保に関する法律
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 略称から補った。
  inference_en: Completed from the short name.
identifiers:
- value: 令和4年法律第43号
  place_ja: 台帳
  place_en: Register
  checked_on: 2026-04-01
  scheme: law-number
citations:
- supports:
  - title
  - status
  section: paper/1
  phrase: 金属法
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 略称だけが載る。
  inference_en: Only the short name is given.
purposes:
- kind: stable-supply
  section: paper/1
  phrase: 金属
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 題名から。
  inference_en: From the title.
organisations:
- organisation: ministry
  role: lead
  section: paper/1
  phrase: 省
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 発行者から。
  inference_en: From the publisher.
partners:
- partner: pact
  role: affected
  section: paper/1
  phrase: 同盟
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 明記はない。
  inference_en: Not stated.
subjects:
- subject: rare-metals
  number: ①
  group_ja: 第一群
  group_en: Group one
  note_ja: 新規。
  note_en: New.
  section: paper/1
  phrase: ①
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 番号から。
  inference_en: From its number.
pillars:
- pillar: plan/first
  section: paper/1
  phrase: 第一
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 位置から。
  inference_en: From its place.
answers:
- issue: shortage
  reason_ja: 不足に備える。
  reason_en: Prepares for shortage.
  section: paper/1-1
  phrase: 備え
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 明記はない。
  inference_en: Not stated.
provisions:
- code: p1
  number: '1'
  heading_ja: 備蓄
  heading_en: Stocks
  text_ja: 蓄える。
  text_en: Keeps stocks.
  is_new: true
  effective: 2026-22
  speaker: bureau
  section: paper/1
  phrase: 備蓄
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 夏と推定した。
  inference_en: Inferred to be summer.
- code: p1-1
  parent: p1
  text_ja: 国が買う。
  text_en: The state buys.
  section: paper/1
  phrase: 国が
milestones:
- code: enacted
  kind: enacted
  date: '2025-04-01'
  label_ja: 成立
  label_en: Enacted
  headline: true
  section: paper/1
  phrase: 4月1日
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 年の記載がない。
  inference_en: No year is stated.
budget_lines:
- code: all
  amount: 2000000000000
  currency: EUR
  printed: 約2兆ユーロ
  approximate: true
  obligations: included
  subject: metals
  label_ja: 全体
  label_en: Whole
  fiscal_year: 2025
  fiscal_year_until: 2027
  stage: initial
  scope_ja: 省部分
  scope_en: The ministry's part
  not_added_ja: 重なる。
  not_added_en: Overlaps.
  ministries:
  - bureau
  - ministry
  section: paper/1
  phrase: 約2兆ユーロ
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 段階は推定。
  inference_en: The stage is inferred.
- code: part
  amount: 0
  printed: '0'
  stage: fund
  part_of: all
  section: paper/1
  phrase: '0'
printed_totals:
- code: grand
  amount: 30000000
  currency: USD
  printed: 0.3億ドル
  approximate: true
  obligations: part
  subject: metals
  fiscal_year: 2025
  stage: supplementary
  difference_ja: 端数。
  difference_en: Rounding.
  featured: true
  difference_inferred: true
  section: paper/1
  phrase: 0.3億ドル
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 通貨は推定。
  inference_en: The currency is inferred.
targets:
- code: t1
  label_ja: 自給率
  label_en: Self-sufficiency
  value: 47.6
  bound: at-least
  unit_ja: '%'
  unit_en: '%'
  printed: 47.6%以上
  due: 2030-04/2031-03
  featured: true
  counts_ja: 金属の割合。
  counts_en: Share of metals.
  section: paper/1
  phrase: 47.6%
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 年度と推定した。
  inference_en: Inferred to be a fiscal year.
export_control:
  jurisdiction: aa
  all_destinations: true
  items_ja: 金属
  items_en: Metals
  effect: licence
  announced: 2025-01
  effective: '2025-02-03'
  ended: '2027'
  suspended: '2026-01-01'
  suspended_until: 2026-12
  suspended_by: talks
  suspension_ja: 一年間の停止。
  suspension_en: Off for a year.
  section: paper/1
  phrase: 停止
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 満了は起算による。
  inference_en: The end is counted.
trade_remedy:
  jurisdiction: aa
  product: metals
  kind: ad
  procedure: extension
  number: 4
  duty_period: 2016-08/2026-08
  investigation_start: '2025-12-25'
  section: paper/1
  phrase: '2016.8'
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 表から。
  inference_en: From the table.
agreement:
  level: summit
  form: treaty
  date: 2026-03-15/2026-03-16
  venue_ja: 首都
  venue_en: Capital
  section: paper/1
  phrase: 首都
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 場所は推定。
  inference_en: The place is inferred.
relations:
- kind: suspends
  target: talks
  reason_ja: 会談が止めた。
  reason_en: The talks stopped it.
  section: paper/1
  phrase: 会談
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 明記はない。
  inference_en: Not stated.
discrepancies:
- nature: real
  topic_ja: 成立の日
  topic_en: Day of enactment
  chosen_ja: 早い方。
  chosen_en: The earlier one.
  statements:
  - value_ja: 4月1日
    value_en: 1 April
    section: paper/1
    phrase: 4月1日
    occurrence: 1/2/0123456789abcdef
  - value_ja: 4月2日
    value_en: 2 April
    section: paper/1-1
    phrase: 4月2日
    inferred: true
    inference_ja: 月は推定。
    inference_en: The month is inferred.
""",
    "measures/talks.yaml": """\
slug: talks
updated_on: 2026-04-02
kind: dialogue
title_ja: 会談
title_en: Talks
summary_ja: 会って話した。
summary_en: They met and talked.
statuses:
- value: held
  as_of: 2026-04
  section: paper/1
  phrase: 会談
citations:
- supports:
  - title
  section: paper/1
  phrase: 会談
relations:
- kind: same-topic
  target: act
  reason_ja: どちらも金属。
  reason_en: Both are on metals.
  section: paper/1
  phrase: 金属
""",
    "related.yaml": """\
- first: act
  second: talks
  verdict: rejected
  note_ja: 別の話。
  note_en: Another matter.
""",
    "confirmations.yaml": """\
- entry_kind: measure
  entry_key: talks
  place: citations/paper~11 会談
  level: second-reader
  by: 局
  day: 2026-04-03
  revision: 1
  digest: 95e14be5c7908567
""",
    "proofreadings.yaml": """\
- slug: first
  day: 2026-04-03
  rows: 10
  wrong: 1
  imprecise: 2
  how_ja: すべての行から無作為に選ぶ。
  how_en: Drawn at random from all rows.
""",
}
