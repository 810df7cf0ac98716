"""Lists that go out as tables to be edited, come back, and are applied as one change."""
