"""Lists: queryset, questions and columns in; a page or a download out. Knows no model."""
