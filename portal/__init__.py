"""The wiring: settings, site map, and the libraries `browse` and `search`."""
