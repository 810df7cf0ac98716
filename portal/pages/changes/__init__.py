"""What changed in the record, for readers: of one entry, and of all."""
