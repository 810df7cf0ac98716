"""The lists of the frame of reference: a file each. That of pillars stands with their pages."""
