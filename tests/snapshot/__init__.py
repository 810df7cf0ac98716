"""Everything the site tells readers, kept in files, and two commits compared by it."""
