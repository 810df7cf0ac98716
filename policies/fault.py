"""What a check of the record found."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Fault:
    """One thing to mend: where it is, in words and as an address, and what is wrong."""

    where: str
    what: str
    address: str
