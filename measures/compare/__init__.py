"""Chosen measures: side by side, or as one brief."""
