"""What has to be known before rows are counted, added or joined: scope and caveats, as data."""
