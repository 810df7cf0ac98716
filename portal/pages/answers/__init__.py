"""What an official wants to see first of an entry, as data; templates draw it."""
