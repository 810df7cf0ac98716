"""The frame of reference: where a statement was read, who speaks, what it is about."""
