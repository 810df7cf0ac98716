"""Files that people hand on: documents with footnotes, tables of old and new, slides."""
