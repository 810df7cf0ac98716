"""What a site says of its tables: who may hand them in, show what they hold, and undo it."""

import dataclasses


@dataclasses.dataclass
class Rules:
    """The permissions to hand tables in, to show entries to visitors, and to undo changes."""

    hand_in: str = ""
    publish: str = ""
    restore: str = ""


RULES = Rules()
