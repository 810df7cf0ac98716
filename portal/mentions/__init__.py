"""What a text says that can be looked up: amounts, counts, dates, stages, with their places."""
