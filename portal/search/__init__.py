"""Japanese full text. Knows no model."""
