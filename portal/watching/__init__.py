"""What who runs the site is told of it: its log, its metrics, its failures."""
