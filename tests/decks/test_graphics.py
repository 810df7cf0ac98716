"""Charts, diagrams, boxes and tracked changes of Office files are read once, as they are seen."""

import io
import zipfile

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as KIND
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Cm

from portal.decks.graphics import lines_of, written
from portal.decks.reading import read
from tests.decks.making import box, presentation, saved, titled

PLACE = (Cm(1), Cm(3), Cm(12), Cm(8))
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def charted(data, kind=XL_CHART_TYPE.COLUMN_CLUSTERED, title: str = "") -> str:
    """The text of a slide with a chart."""
    deck = presentation()
    slide = titled(deck, "予算")
    chart = slide.shapes.add_chart(kind, *PLACE, data).chart
    chart.has_title = bool(title)
    if title:
        chart.chart_title.text_frame.text = title
    box(slide.shapes, "（出典）経済産業省", 1, 12)
    return read("deck.pptx", saved(deck)).pages[0].text


def test_a_chart_is_read_as_its_numbers_where_it_stands():
    data = CategoryChartData()
    data.categories = ["令和6年度", "令和7年度", "令和8年度"]
    data.add_series("当初（億円）", (1306, 0.1, None))
    data.add_series("補正（億円）", (None, 25643, None))
    assert charted(data, title="予算の推移").split("\n") == [
        "予算",
        "予算の推移",
        "当初（億円）\t補正（億円）",
        "令和6年度\t1306",
        "令和7年度\t0.1\t25643",
        "令和8年度",
        "（出典）経済産業省",
    ]


def test_categories_of_two_levels_keep_both():
    data = CategoryChartData()
    for year in ("令和6年度", "令和7年度"):
        label = data.add_category(year)
        label.add_sub_category("当初")
        label.add_sub_category("補正")
    data.add_series("億円", (10, 200, 12, None))
    lines = charted(data).split("\n")
    assert lines[2:6] == [
        "令和6年度 当初\t10",
        "令和6年度 補正\t200",
        "令和7年度 当初\t12",
        "令和7年度 補正",
    ]


def test_charts_of_points_and_shares_are_read():
    points = XyChartData()
    points.add_series("輸入").add_data_point(2024, 7.5)
    assert charted(points, XL_CHART_TYPE.XY_SCATTER).split("\n")[1:3] == ["輸入", "2024\t7.5"]
    shares = CategoryChartData(number_format="0.0%")
    shares.categories = ["中国"]
    shares.add_series("依存度", (0.572,))
    assert "中国\t57.2%" in charted(shares, XL_CHART_TYPE.PIE).split("\n")


def test_numbers_are_told_in_the_form_they_are_shown_in():
    assert written("45658", "yyyy/m/d") == "2025-01-01"
    assert written("0.10000000000000001", "General") == "0.1"
    assert written("不明", "0%") == "不明"
    assert written("9e99", "yyyy") == "9e99"


def point(key: str, text: str, kind: str = "node") -> str:
    """A point of a diagram's model."""
    words = f"<dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>" if text else ""
    return f'<dgm:pt modelId="{key}" type="{kind}">{words}</dgm:pt>'


def model(points: list[str], ties: list[tuple[str, str]]) -> bytes:
    """A diagram's model: its points, and which belongs below which, in this order."""
    ties = "".join(
        f'<dgm:cxn modelId="t{n}" srcId="{above}" destId="{below}" srcOrd="{n}" destOrd="0"/>'
        for n, (above, below) in enumerate(ties)
    )
    return (
        f'<dgm:dataModel xmlns:dgm="{DGM}" xmlns:a="{A}"><dgm:ptLst>{"".join(points)}</dgm:ptLst>'
        f"<dgm:cxnLst>{ties}</dgm:cxnLst></dgm:dataModel>"
    ).encode()


STEPS = model(
    [
        point("0", "", "doc"),
        point("3", "施行 2026年4月"),
        point("2", "うち3品目"),
        point("1", "公布"),
        point("9", "矢印", "parTrans"),
    ],
    [("0", "1"), ("1", "2"), ("0", "3")],
)


def test_a_diagram_is_read_in_the_order_of_its_outline():
    deck = presentation()
    slide = titled(deck, "工程")
    name = PackURI("/ppt/diagrams/data1.xml")
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    key = slide.part.relate_to(Part(name, kind, deck.part.package, STEPS), KIND.DIAGRAM_DATA)
    left, top, width, height = PLACE
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
            f' xmlns:a="{A}"><p:nvGraphicFramePr><p:cNvPr id="9" name="Diagram"/>'
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>"
            f'<p:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm>'
            f'<a:graphic><a:graphicData uri="{DGM}"><dgm:relIds xmlns:dgm="{DGM}" xmlns:r="{R}"'
            f' r:dm="{key}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )
    )
    text = read("deck.pptx", saved(deck)).pages[0].text
    assert text.split("\n") == ["工程", "公布", "うち3品目", "施行 2026年4月"]


def test_a_diagram_tied_into_a_ring_ends():
    points = [point("0", "", "doc"), point("1", "甲"), point("2", "乙")]
    assert lines_of(model(points, [("0", "1"), ("1", "2"), ("2", "1")])) == ["甲", "乙"]


def word(body: str, related: dict[str, tuple[str, bytes]]) -> bytes:
    """A Word file with that body, and parts by the names of their relations."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:mc="{MC}" xmlns:r="{R}" xmlns:dgm="{DGM}">'
            f"<w:body>{body}</w:body></w:document>",
        )
        ties = "".join(
            f'<Relationship Id="{key}" Type="{R}/diagramData" Target="{target}"/>'
            for key, (target, _blob) in related.items()
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{ties}</Relationships>",
        )
        for target, blob in related.values():
            archive.writestr(f"word/{target}", blob)
    return file.getvalue()


def run(text: str) -> str:
    """Letters of Word."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def read_word(body: str, **related: tuple[str, bytes]) -> list[str]:
    """The lines of a Word file."""
    return read("memo.docx", word(body, related), word=True).text.split("\n")


def test_a_box_of_word_is_read_once_and_apart_from_its_paragraph():
    inside = f"<w:txbxContent><w:p>{run('枠の中 12億円')}</w:p></w:txbxContent>"
    both = (
        "<mc:AlternateContent><mc:Choice Requires='wps'>"
        f"{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('本文')}<w:r>{both}</w:r>{run('の続き')}</w:p>"
    assert read_word(body) == ["本文の続き", "枠の中 12億円"]


def test_the_reading_above_a_word_is_left_out():
    reading, base = (
        f"<w:rt>{run('はんどうたい')}</w:rt>",
        f"<w:rubyBase>{run('半導体')}</w:rubyBase>",
    )
    ruby = f"<w:ruby>{reading}{base}</w:ruby>"
    assert read_word(f"<w:p><w:r>{ruby}</w:r>{run('の確保')}</w:p>") == ["半導体の確保"]


def test_what_was_moved_is_read_where_it_came_to():
    away, here = f"<w:moveFrom>{run('移した文')}</w:moveFrom>", run("移した文")
    gone = "<w:del><w:r><w:delText>15</w:delText></w:r></w:del>"
    body = (
        f"<w:p>{away}{run('予算')}{gone}<w:ins>{run('16億円')}</w:ins></w:p>"
        f"<w:moveTo><w:p>{here}</w:p></w:moveTo>"
    )
    assert read_word(body) == ["予算16億円", "移した文"]


def test_a_diagram_of_word_is_read_below_its_paragraph():
    body = f'<w:p>{run("工程")}<w:r><w:drawing><dgm:relIds r:dm="d1"/></w:drawing></w:r></w:p>'
    lines = read_word(body, d1=("diagrams/data1.xml", STEPS))
    assert lines == ["工程", "公布", "うち3品目", "施行 2026年4月"]
