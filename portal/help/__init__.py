"""How to use the site, told by the site."""
