"""Amounts, counts and dates that a page breaks over two lines, by where their letters stand."""

from playwright.sync_api import Page

NUMBER = r"[0-9０-９][0-9０-９,，.．]*"
# Behind these a number goes on.
SIZES = "兆億万千百年月時"
COUNTERS = (
    "円|ドル|豪ドル|米ドル|ユーロ|トン|%|％|倍|位|本|回|[かカヵヶケ箇](?:国|所|月|年)|国|地域|件|社|"
    "人|名|品目|項目|分野|物資|種類|種|条|項|号|節|年度|年間|日"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
JAPANESE = (
    # 令和8年度, 2025年10月30日, 2兆5,643億円, 4か国, 53%
    rf"(?:令和|平成|昭和|第|約)?{NUMBER}(?:{COUNTERS}|[{SIZES}](?:{NUMBER})?)+",
    # A day as it is written in codes, but not inside an address.
    r"(?<![\w/-])\d{4}-\d\d(?:-\d\d)?(?![\w/-])",
)
# English breaks between words: on Japanese pages, where single texts are English, as it may.
ENGLISH = (
    rf"\b(?:\d\d? )?(?:{MONTHS}) \d{{4}}\b|\b\d\d? (?:{MONTHS})\b",
    rf"(?:\b[A-Z]{{3}} |[¥$€£])?{NUMBER} (?:trillion|billion|million)\b",
)
# The letters are looked for in the words of a whole block, whatever elements these stand in. What
# keeps them together must not stand apart from the words around it, as in a box that lays out its
# children with gaps, or drops the blanks between them.
BROKEN = """whole => {
    const pattern = new RegExp(whole, 'g'), blocks = new Map(), displays = new Map();
    const display = element => {
        if (!displays.has(element)) displays.set(element, getComputedStyle(element).display);
        return displays.get(element);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        let block = text.parentElement;
        if (block.closest('script, style, svg, textarea, option, pre')) continue;
        while (display(block) === 'inline') block = block.parentElement;
        blocks.set(block, [...(blocks.get(block) ?? []), text]);
    }
    const apart = each => /flex|grid/.test(display(each.parentElement)) && (
        parseFloat(getComputedStyle(each.parentElement).columnGap) > 0
            && each.parentElement.childNodes.length > 1
        || /\\S\\s+$/.test(each.previousSibling?.data)
        || /^\\s+\\S/.test(each.nextSibling?.data));
    const found = [...document.querySelectorAll('.unbroken')].filter(apart)
        .map(each => `${each.textContent} stands apart in ${each.parentElement.textContent}`);
    for (const texts of blocks.values()) {
        const words = texts.map(text => text.data).join('');
        for (const match of words.matchAll(pattern)) {
            const place = (offset, end) => {
                for (const text of texts) {
                    if (offset < text.length + end) return [text, offset];
                    offset -= text.length;
                }
            };
            const range = document.createRange();
            range.setStart(...place(match.index, 0));
            range.setEnd(...place(match.index + match[0].length, 1));
            const lines = [...range.getClientRects()].filter(line => line.width > 1);
            const first = lines[0];
            if (lines.some(line => line.top >= first.bottom - 2 || line.bottom <= first.top + 2))
                found.push(`${match[0]} is broken in ${words.trim().slice(0, 80)}`);
        }
    }
    return found;
}"""


def broken(page: Page) -> list[str]:
    """What of the amounts, counts and dates of a page stands on two lines at its width."""
    is_english = page.locator("html").get_attribute("lang") == "en"
    return page.evaluate(BROKEN, "|".join((*JAPANESE, *(ENGLISH if is_english else ()))))
