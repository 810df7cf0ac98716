"""What is asked of every page in the browser, at every width."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.unbroken import broken

WIDER_PHONE = 375
WIDTHS = (320, WIDER_PHONE, 1280)
# Where amounts, counts and dates stand on one line each; editors' pages have forms of their own.
WHOLE_AT = (WIDER_PHONE, 1280)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = Axe()
SIDEWAYS = """() => {
    const page = document.documentElement;
    return page.scrollWidth - page.clientWidth;
}"""


def violations(page: Page, contrast: bool) -> list[str]:
    """What axe finds on the page as it is: the rule, how to mend it, and where."""
    options = {
        "runOnly": {"type": "tag", "values": list(TAGS)},
        "resultTypes": ["violations"],
        # For one rule axe would write the admin's imported sheets into the page, which the
        # policy forbids. The rule is on sheets that turn the page; ours do not.
        "preload": False,
        "rules": {
            "css-orientation-lock": {"enabled": False},
            "color-contrast": {"enabled": contrast},
        },
    }
    return [
        f"{found['id']}: {found['help']}\n    "
        + "\n    ".join(f"{node['target']}: {node['html'][:200]}" for node in found["nodes"])
        for found in AXE.run(page, options=options).response["violations"]
    ]


def faults(page: Page, widths=WIDTHS) -> list[str]:
    """All that is wrong with a page, at each width; one load serves them all."""
    found = []
    # Colours are those of the sheet, whatever the language; reading them takes half of the time.
    contrast = "/en/" not in page.url
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        # The wider phone has the sheet of the narrow one, so only its width can be too small.
        here = [] if width == WIDER_PHONE else violations(page, contrast)
        if beyond := page.evaluate(SIDEWAYS):
            here.append(f"it scrolls sideways by {beyond} px")
        if width in WHOLE_AT and "/admin/" not in page.url:
            here += broken(page)
        found += [f"at {width} px: {fault}" for fault in here]
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{headings} headings of the first level")
    return found


def check(page: Page, widths=WIDTHS, but: str = "nothing") -> None:
    """Fails with everything that is wrong with the page, but for the rule named in `but`."""
    found = [fault for fault in faults(page, widths) if f"px: {but}:" not in fault]
    assert not found, f"{page.url}\n" + "\n".join(found)
