"""What the forms of each kind of entry could hold, and how former ones are read today.

A field that is added, renamed or given another default changes the layout of its kind
(`portal.record.schema.layout`). Revisions that were kept before are then to be upgraded: the new
layout is added behind the former here, and an `Upgrade` from the one to the other to UPGRADES.
Where forms stay as they are, as with a field that is added with its default, it changes nothing.
"""

from portal.record.schema import Upgrade

LAYOUTS: dict[str, tuple[str, ...]] = {
    "partner": ("6e7d76ae25db",),
    "organisation": ("acb0a53acba8", "34d7f0fc9005"),
    "subject": ("ce501824b8fc",),
    "sourcedocument": ("55e1f60cf63e", "5725156fee58"),
    "framework": ("667bbfdaad21", "4e151ed28b74"),
    "issue": ("cb2235e75fc1", "52561b797d2f"),
    "term": ("584adc8e0dc7", "2af98dd212ac"),
    "synonym": ("f60b0c6a0677",),
    "documentwords": ("4b986a287fb2",),
    "pillargap": ("a24ad73c1993",),
    "indicator": ("8786ec318bd2", "0bd6a4c5181b"),
    "measure": ("831169347d11", "56157ac6def5", "607a836af59b"),
    "relatedverdict": ("bd0f7cfc5a0a",),
}
# Rows say which of several places of their phrase is meant, documents and sections the address and
# the page of the PDF: left out as before, where nothing is said.
SLIDES = ("sourcedocument", "framework", "issue", "term", "indicator", "measure")
# Organisations and measures say where their English name comes from: ours, where nothing is said.
ENGLISH = ("organisation", "measure")


def as_it_is(form: dict) -> dict:
    """A form of the former layout, which is one of the new."""
    return form


UPGRADES: tuple[Upgrade, ...] = tuple(
    Upgrade(kind, *LAYOUTS[kind][:2], as_it_is) for kind in SLIDES
) + tuple(Upgrade(kind, *LAYOUTS[kind][-2:], as_it_is) for kind in ENGLISH)
