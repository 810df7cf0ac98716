"""What stood on a day, as far as sources say: spells of time, each certain or possible."""
