"""Tables that people hand in as files: workbooks and CSV, looked at before they are read."""
