"""A day of the deployed site in an hour: everybody comes at once, and everything befalls it."""
