"""The pages that are looked at in a browser: between them they draw every template."""

import dataclasses

from portal.pages.lists import LISTS


@dataclasses.dataclass(frozen=True)
class Address:
    """A page: its path in Japanese, and the status it is answered with."""

    path: str
    status: int = 200

    def in_(self, language: str) -> str:
        """The path in a language."""
        return self.path if language == "ja" else f"/{language}{self.path}"


LANGUAGES = ("ja", "en")
# Entries with much of everything, but not the largest: each page is looked at six times.
PUBLIC = (
    *map(
        Address,
        (
            "/",
            "/search/",
            "/search/?q=輸出管理",
            "/search/?q=そのような言葉は無い",
            "/search/?q=OSA",
            "/search/?q=OSAの予算",
            "/search/names/?q=れああ",
            "/data/",
            "/data/check/",
            "/data/versions/",
            "/measures/",
            "/measures/?q=輸出管理レ&kind=law",
            "/measures/?measure=nafta&find_subject=電池&page=2",
            "/measures/?as_of=v1",
            "/measures/?as_of=v1&as_of_beside=v1",
            "/budgets/?stage=supplementary&subject=storage-batteries",
            "/measures/espa-2022/",
            "/measures/supply-chain-budget/",
            "/measures/osa/",
            "/measures/nafta/?from=kind%3Dagreement",
            "/measures/cn-japan-dual-use-ban-2026-01/",
            "/measures/cn-analog-chip-anti-dumping-2025-09/",
            "/cite/milestone/osa/created-2023/",
            "/compare/",
            "/compare/?measure=cn-japan-dual-use-ban-2026-01&measure=nafta&measure=espa-2022",
            "/compare/?budget=supply-chain-budget&budget=osa",
            "/documents-compared/?earlier=meti-2024-02&later=meti-2026-04",
            "/brief/",
            "/brief/?measure=espa-2022&measure=cn-japan-dual-use-ban-2026-01",
            "/changes/",
            "/corrections/",
            "/check/",
            "/remarks/milestone/osa/created-2023/",
            "/remarks/sent/",
            "/measures/espa-2022/changes/",
            "/measures/espa-2022/changes/?as_of=v1",
            "/help/",
            "/help/api/",
            "/help/caveats/",
            "/help/cite/",
            "/help/edit/",
            "/help/keep/",
            "/help/data/",
            "/help/record/",
            "/timeline/",
            "/budgets/",
            "/export-controls/",
            "/agreements/",
            "/discrepancies/",
            "/provisions/",
            "/indicators/papers-2019-2021/",
            "/pillars/",
            "/pillars/mofa-2026-01-pillars/",
            "/pillars/mofa-2026-01-pillars/sti-diplomacy/",
            "/partners/gb/",
            "/subjects/critical-minerals/",
            "/issues/iran-attacks-hormuz-disruption/",
            "/sources/",
            "/sources/meti-2026-04/",
            "/sources/meti-2024-02/10/",
            "/sources/meti-2026-04/13/",
        ),
    ),
    Address("/measures/?kind=no-such-kind", 400),
    Address("/subjects/rare-earths/?only=perhaps", 400),
    Address("/search/names/?colour=blue", 400),
    Address("/nowhere/", 404),
)
# Lists drawn by the template that another address above is drawn by: seen once each.
LIST_NAMES = tuple(
    listing.name
    for listing in LISTS
    if listing.name not in {address.path.partition("?")[0].strip("/") for address in PUBLIC}
)
MEASURE = "espa-2022"
# For the editor. {measure} is the number of that measure in the database.
ADMIN = (
    "/admin/",
    "/admin/measures/",
    "/admin/measures/measure/",
    "/admin/measures/measure/add/",
    "/admin/measures/measure/{measure}/change/",
    "/admin/measures/measure/{measure}/provisions/",
    "/admin/measures/measure/{measure}/citations/?add=1",
    "/admin/measures/measure/{measure}/history/",
    "/admin/measures/measure/{measure}/versions/?from=1&to=1",
    "/admin/measures/measure/{measure}/restore/1/",
    "/admin/measures/measure/{measure}/rename/",
    "/admin/measures/measure/{measure}/merge/",
    "/admin/measures/measure/{measure}/merge/?other=abductions-resolution",
    "/admin/record/batch/",
    "/admin/record/batch/1/change/",
    "/admin/record/batch/deleted/",
    "/admin/drafts/",
    "/admin/drafts/withdrawn/",
    "/admin/drafts/withdraw/measure/{measure}/",
    "/admin/imports/",
    "/admin/confirm/",
    "/admin/confirm/measure/espa-2022/",
    "/admin/register/",
    "/admin/read/meti-2026-04/",
    "/admin/read/meti-2026-04/14/",
    "/admin/policies/sourcedocument/",
    "/admin/measures/measure/{measure}/delete/",
    "/admin/measures/milestone/1/delete/",
    "/admin/measures/milestone/",
    "/admin/measures/discrepancy/add/",
    "/admin/policies/attachment/",
    "/admin/search/unanswered/",
    "/admin/find/?q=%E5%8D%8A%E5%B0%8E%E4%BD%93",
    "/admin/auth/user/add/",
    "/admin/accounts/accountevent/",
    "/admin/coverage/",
    "/admin/password_change/",
    "/admin/two-factor/",
    f"/measures/{MEASURE}/",
)
# Error pages that stand alone: shown from their template, because nothing leads to them.
ALONE = (
    *("400.html", "403.html", "403_csrf.html", "414.html"),
    *("500.html", "503.html", "503_en.html"),
)
