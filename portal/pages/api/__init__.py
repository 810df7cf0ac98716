"""The record as JSON: lists, tables and entries at addresses of their own."""
