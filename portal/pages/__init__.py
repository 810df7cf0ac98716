"""Pages that join what both apps hold: the first page, entities, pillars, the search."""
