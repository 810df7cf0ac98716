"""A text compared with the record, value by value."""
