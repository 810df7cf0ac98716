"""The benchmark behind `make bench`: a synthetic record, the servers, the work, the report."""
