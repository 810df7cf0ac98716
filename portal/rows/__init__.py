"""Rows of many models in one statement, and what is used of Django beyond its documentation."""
