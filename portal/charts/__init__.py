"""Geometry of pictures: what a template needs to draw them, with no model and no words."""
