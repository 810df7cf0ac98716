"""What the pages of measures draw, computed from the record."""
