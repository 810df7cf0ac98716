"""Files of documents read into pages with lines, and the outline that they propose.

`read` (`reading.py`) takes text, PDF and PPTX; what parses a PDF or a PPTX does so in a process of
its own, with bounded memory and time. Nothing here knows a model of the record.
"""
