"""How text is compared: one folding for search, for phrases and for the checks."""

import unicodedata

# Variants that readers take for one character; the sources print now one, now the other.
VARIANTS = str.maketrans("靱國壌惠", "靭国壤恵")


def fold(text: str) -> str:
    """Text as it is compared: NFKC, case folded, without white space, variants as one."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).translate(VARIANTS)
