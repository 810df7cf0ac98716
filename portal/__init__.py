"""The site: settings, site map, what is served and how, and the libraries below the apps."""
