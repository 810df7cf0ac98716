"""The database as a whole, taken away and brought back: accounts, history and copies as well."""
