"""The whole record as files that are made once for each version: zip, SQLite, Parquet, CSV."""
