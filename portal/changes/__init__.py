"""The version of the record: what changed since, and who has to follow. Knows no model."""
