"""Words of those who enter the record, in place of those that a ministry uses.

What is right in its place is not among them: 印刷 of a printer, 読み of kana, 判読 of what a
scan leaves legible, 読み手 of those whom a document addresses, 読点, 結び of a text, 協定を結ぶ,
突合せ of welding, 発足 of a body; in English “as printed” of what is letter for letter a source's,
and a person or a program who reads.
"""

# Of the texts of the record.
RECORD = {
    "ja": r"印字|手がかり|できごと|突合(?!せ)|応えると|(?<!判)読(?!点|み手)"
    r"|結び付け|(から|として)結(ぶ|ん)|を結ぶ(文|記述)"
    r"|の和(?=[はと\d）]|$)|(?<!発)足(した|して|しあ|し合|さな|さず|すと)",
    "en": r"\b[Pp]rint(s|ed)?\b|\b[Rr]ead (as|from)\b|\b[Oo]ur reading\b",
}
# Of the interface.
INTERFACE = {
    "ja": "印字|手がかり|できごと|計算した(列の)?和|和に含め|足した|足さない|足して|応える"
    "|持ち帰|写してく|向けた先|値の基礎|データ点|数える対象|めずらし"
    "|読んだ|[とら]読む|と読み、|読まれ|読み手|読み合わせ|照らして読|結び付けて(い|な)",
    "en": "[Ff]ound for “|in vain|tak(e|en) (data )?away|[Ll]ast change |Figures people"
    "|Latest moves"
    "|Dates ahead|kinds of nothing|knows: "
    r"|[Nn]ot printed|\b(sources?|documents?) prints? (no|an?|it)\b|\bread, not printed",
}
