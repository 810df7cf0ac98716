"""What is asked of every page in the browser, at every width."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (320, 375, 1280)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# The wider phone shows nothing that neither of the other widths shows (the sheets hide and show at
# 22.5 and at 56 rem), and it has their colours; what may differ is where things lie.
BETWEEN = 375
LAID_OUT = ("target-size", "scrollable-region-focusable")
AXE = Axe()
SIDEWAYS = """() => {
    const page = document.documentElement;
    return page.scrollWidth - page.clientWidth;
}"""


def violations(page: Page, width: int, contrast: bool) -> list[str]:
    """What axe finds on the page as it is: the rule, how to mend it, and where."""
    asked = {
        "runOnly": {"type": "tag", "values": list(TAGS)},
        "rules": {
            "css-orientation-lock": {"enabled": False},
            "color-contrast": {"enabled": contrast},
        },
    }
    if width == BETWEEN:
        asked = {"runOnly": {"type": "rule", "values": list(LAID_OUT)}}
    options = asked | {
        "resultTypes": ["violations"],
        # For one rule axe would write the admin's imported sheets into the page, which the
        # policy forbids. The rule is on sheets that turn the page; ours do not.
        "preload": False,
    }
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("options => axe.run(options)", options)
    return [
        f"{each['id']}: {each['help']}\n    "
        + "\n    ".join(f"{node['target']}: {node['html'][:200]}" for node in each["nodes"])
        for each in found["violations"]
    ]


def faults(page: Page, widths=WIDTHS, contrast=WIDTHS) -> list[str]:
    """All that is wrong with a page, at each width; one load serves them all.

    Reading colours takes half of the time: it is done at the widths of `contrast`.
    """
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        here = violations(page, width, contrast=width in contrast)
        if beyond := page.evaluate(SIDEWAYS):
            here.append(f"it scrolls sideways by {beyond} px")
        found += [f"at {width} px: {fault}" for fault in here]
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{headings} headings of the first level")
    return found


def check(page: Page, widths=WIDTHS, but: str = "nothing", contrast=WIDTHS) -> None:
    """Fails with everything that is wrong with the page, but for the rule named in `but`."""
    told = faults(page, widths, contrast)
    found = [fault for fault in told if f"px: {but}:" not in fault]
    assert not found, f"{page.url}\n" + "\n".join(found)
