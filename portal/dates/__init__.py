"""Days: vague dates as EDTF, windows of days, and the one clock."""
