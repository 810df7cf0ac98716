"""Text in a table that no spreadsheet computes."""

# What a spreadsheet reads as the beginning of a formula; in full width some read it too.
FORMULA = tuple("=+-@\t\r＝＋－＠")


def harmless(cell: object) -> str:
    """A value as text that is shown, and never taken for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
