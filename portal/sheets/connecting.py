"""Where a site says that its lists can be edited as tables."""

from portal.lists.profiles import MORE, Profile
from portal.sheets.places import places_of
from portal.sheets.site import RULES
from portal.sheets.views import edit_file


def connect(hand_in: str, publish: str, restore: str) -> None:
    """Offer the lists of entries and their rows as tables to who may hand them in again."""
    RULES.hand_in, RULES.publish, RULES.restore = hand_in, publish, restore
    MORE["edit"] = Profile(
        hand_in, lambda listing: bool(places_of(listing.filterset_class.model)), edit_file
    )
