"""How a text is cut into lines and sentences."""

from portal.mentions.lines import LONGEST, lines_of


def test_a_long_row_goes_on_as_a_row_cut_where_its_items_part():
    items = "；".join(f"{number}億円 令和6年度" for number in range(1000, 1300))
    text = f"見出し\n金額\t{items}\n次の行"
    lines = lines_of(text)
    row = lines[1:-1]
    assert "".join(line.text for line in row) == f"金額\t{items}"
    assert all(len(line.text) <= LONGEST and line.is_row for line in row)
    assert all(line.text.endswith("；") for line in row[:-1])
    assert [len(line.cells) for line in lines] == [1, *(2 for _line in row), 1]
    assert all(text[line.start :].startswith(line.text) for line in lines)


def test_english_sentences_end_where_a_capital_begins_the_next():
    (line,) = lines_of("It was published in 2025. The U.S. put No. 5 off at Busan.")
    sentences = [line.letters[start:end].strip() for start, end in line.sentences]
    assert sentences == ["it was published in 2025.", "the us put no.5 off at busan."]
