"""Characters that readers take for one: what NFKC leaves apart."""

# Forms of kanji that the sources print now one way, now the other.
VARIANTS = str.maketrans(
    "靱國壌惠髙﨑澤濱廣實獨臺灣體學會經濟區戰爭戶",
    "靭国壤恵高崎沢浜広実独台湾体学会経済区戦争戸",
)
# Unicode's EquivalentUnifiedIdeograph (16.0) of the CJK Radicals Supplement: what PDFs hold where
# a font names radicals. NFKC mends the Kangxi Radicals and two of these.
RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪"
    "⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒"
    "⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王𤴔"
    "目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸"
    "长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
DOT, DASH, APOSTROPHE, QUOTE = "・-'\""
SIGNS = {
    DOT: "·‧•⋅ᐧ∙",
    DASH: "‐‑‒–—―−﹘─",
    APOSTROPHE: "‘’‛ʼ`",
    QUOTE: "“”„‟〝〞〟",
    "「": "『",
    "」": "』",
    "~": "〜",
    "/": "∕⁄",
}
SMALL, LARGE = "ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ"


def ignorable() -> list[int]:
    """Unicode's Default_Ignorable_Code_Point: what is in a text and never seen."""
    parts = (
        *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160)),
        *((0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E)),
        *((0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
        *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
        (0xE0000, 0xE0FFF),
    )
    return [code for first, last in parts for code in range(first, last + 1)]


# Everything that one look at a character decides.
LOOK_ALIKES = {
    **dict.fromkeys(ignorable()),
    **VARIANTS,
    **RADICALS,
    **{ord(each): sign for sign, some in SIGNS.items() for each in some},
    **str.maketrans(SMALL, LARGE),
}
