"""The checks of the record: one list, asked of the whole record, of one entry, and at saving."""
