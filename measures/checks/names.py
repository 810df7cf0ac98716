"""Names as checks look for them in texts: words that name places, and names with a ・."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.db import models

from policies.models import Organisation, Partner
from portal.rows.bundle import RowBundle

# Cities in which governments meet or sit, and which need not be places of the record.
CITIES = (
    "ワシントン", "ニューヨーク", "サンフランシスコ", "ロサンゼルス", "ホノルル", "オタワ",
    "バンクーバー", "カナナスキス", "メキシコシティ", "ブラジリア", "サンパウロ",
    "リオデジャネイロ", "リマ", "ブエノスアイレス", "サンティアゴ", "ロンドン", "パリ",
    "ベルリン", "ミュンヘン", "ローマ", "マドリード", "リスボン", "ブリュッセル", "ハーグ",
    "ジュネーブ", "ダボス", "ウィーン", "プラハ", "ワルシャワ", "ブダペスト",
    "ストックホルム", "コペンハーゲン", "オスロ", "ヘルシンキ", "キーウ", "モスクワ",
    "アンカラ", "イスタンブール", "カイロ", "リヤド", "アブダビ", "ドバイ", "ドーハ",
    "テヘラン", "エルサレム", "ナイロビ", "アディスアベバ", "ヨハネスブルグ", "プレトリア",
    "ケープタウン", "ニューデリー", "デリー", "ムンバイ", "ダッカ", "イスラマバード",
    "コロンボ", "バンコク", "ハノイ", "ホーチミン", "ジャカルタ", "クアラルンプール",
    "マニラ", "プノンペン", "ビエンチャン", "ヤンゴン", "ネピドー", "キャンベラ", "シドニー",
    "メルボルン", "ウェリントン", "北京", "上海", "天津", "西安", "深圳", "香港", "台北",
    "ソウル", "釜山", "慶州", "済州", "平壌", "ウランバートル", "アスタナ", "タシケント",
    "東京", "大阪", "京都", "横浜", "神戸", "名古屋", "福岡", "長崎", "仙台", "札幌",
    "軽井沢", "箱根", "富山", "高松", "堺", "淡路島",
)  # fmt: skip
# A place in the name of an instrument is part of that name: 平壌宣言, ワシントン条約.
INSTRUMENT = r"(?:条約|協定|議定書|宣言|合意|声明)"
# A name in katakana is no name inside a longer word of katakana.
KATAKANA = r"[ァ-ヺー]"
# What stands where a name was taken apart: 「A・B」 told as 「Aと、B」.
APART = r"[」』]?(?:と|や|及び|および|並びに|ならびに|又は|または|、|,|，|/|／){1,3}[「『]?"
# Shorter names with a ・ are words of which a sentence may speak one by one.
WHOLE_NAME = 10
# The end of a body's name that is as long as this names the body alone.
LONG_HALF = 7


NAMED = RowBundle(
    lambda: {
        name: model.objects.all()
        for kind in (Partner, Organisation)
        for name, model in ((kind.__name__, kind), (f"{kind.__name__} alias", aliases_of(kind)))
    }
)


def aliases_of(kind: type[models.Model]) -> type[models.Model]:
    """The model of the other names of the entries of a vocabulary."""
    return kind._meta.get_field("aliases").related_model


class Named:
    """The partners and the organisations of the record with all of their names."""

    def __init__(self, read: Mapping[str, list]):
        """`read` is what `NAMED` read."""
        self.partners, self.organisations = read["Partner"], read["Organisation"]
        self._aliases: dict[tuple, set[str]] = defaultdict(set)
        for kind in (Partner, Organisation):
            owner = kind._meta.get_field("aliases").field.attname
            for alias in read[f"{kind.__name__} alias"]:
                self._aliases[kind, getattr(alias, owner)].add(alias.name)

    def names(self, entry: models.Model) -> set[str]:
        """The Japanese name of one of them and its other names."""
        return {entry.name_ja, *self._aliases.get((type(entry), entry.pk), ())}


class CutNames:
    """Names with a ・, and how a text takes them apart."""

    def __init__(self, names: Collection[str], bodies: Collection[str] = ()):
        self._of = dict(self._patterns(names, bodies))

    @staticmethod
    def _patterns(names: Collection[str], bodies: Collection[str]) -> Iterator[tuple]:
        for name in sorted(each for each in names if "・" in each and len(each) >= WHOLE_NAME):
            for cut in re.finditer("・", name):
                first, last = name[: cut.start()], name[cut.end() :]
                if min(len(first), len(last)) > 1:
                    yield re.compile(f"{re.escape(first)}{APART}{re.escape(last)}"), name
                alone = not any(last in other for other in names if other != name)
                if name in bodies and len(last) >= LONG_HALF and alone:
                    yield re.compile(f"(?<!・){re.escape(last)}"), name

    def found_in(self, text: str) -> Iterator[tuple[str, str]]:
        """The names that a text takes apart, each once, with what stands there instead."""
        told = set()
        for pattern, name in self._of.items():
            if name not in told and (found := pattern.search(text)):
                told.add(name)
                yield name, found[0]


def named_bodies(named: Named) -> CutNames:
    """The names of bodies with a ・."""
    names = {name for each in named.organisations for name in named.names(each)}
    return CutNames(names, names)


class Places:
    """The words that name places: the countries and places of the record, and cities."""

    def __init__(self, named: Named) -> None:
        partners, own_names = named.partners, named.names
        words = {name for each in partners for name in own_names(each) if len(name) > 1}
        longest = sorted({*words, *CITIES}, key=lambda name: (-len(name), name))
        any_of = "|".join(map(self._whole_word, longest))
        self._pattern = re.compile(f"(?:{any_of})(?!{INSTRUMENT})")
        self._groups = {
            name
            for each in partners
            if each.kind not in {Partner.Kind.COUNTRY, *Partner.PARTS}
            for name in own_names(each)
        }

        self._around = {each.pk: own_names(each) for each in partners}
        for each in partners:
            if each.part_of_id:
                self._around[each.pk] |= self._around[each.part_of_id]

    @staticmethod
    def _whole_word(name: str) -> str:
        katakana = re.fullmatch(f"{KATAKANA}+", name)
        return f"(?<!{KATAKANA}){name}(?!{KATAKANA})" if katakana else re.escape(name)

    def around(self, partner: int) -> set[str]:
        """The names of a partner by primary key, and of the country that it is a part of."""
        return self._around[partner]

    def of(self, title: str) -> set[str]:
        """The places that a title names; a group of countries is no place."""
        return set(self._pattern.findall(title)) - self._groups
