"""The data as catalogues and search engines are told of it."""
