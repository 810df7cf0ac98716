"""The rows of lists and tables as JSON: typed, page by page or all, and what is wrong in words."""
