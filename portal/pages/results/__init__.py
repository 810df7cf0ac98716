"""What a search shows: a line for each result, and why it was found."""
