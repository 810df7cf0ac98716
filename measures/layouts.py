"""What the forms of each kind of entry could hold, and how former ones are read today.

A field that is added, renamed or given another default changes the layout of its kind
(`portal.record.schema.layout`). Revisions that were kept before are then to be upgraded: the new
layout is added behind the former here, and an `Upgrade` from the one to the other to UPGRADES.
Where forms stay as they are, as with a field that is added with its default, it changes nothing.
"""

from portal.record.schema import Upgrade

LAYOUTS: dict[str, tuple[str, ...]] = {
    "partner": ("6e7d76ae25db",),
    "organisation": ("acb0a53acba8",),
    "subject": ("ce501824b8fc",),
    "sourcedocument": ("55e1f60cf63e",),
    "framework": ("667bbfdaad21",),
    "issue": ("cb2235e75fc1",),
    "term": ("584adc8e0dc7",),
    "synonym": ("f60b0c6a0677",),
    "documentwords": ("4b986a287fb2",),
    "pillargap": ("a24ad73c1993",),
    "indicator": ("8786ec318bd2",),
    "measure": ("831169347d11",),
    "relatedverdict": ("bd0f7cfc5a0a",),
}
UPGRADES: tuple[Upgrade, ...] = ()
