"""Tags of the frame of every page."""
