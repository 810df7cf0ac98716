"""Notebooks from texts: what stands in a block of Python is code, all else words."""

import hashlib
import json
import pathlib
import re

FOLDER = pathlib.Path(__file__).parent / "texts" / "notebooks"
# The first cell of every notebook, which finds the bundle and reads a table of it.
START = "start.md"
FENCE = re.compile(r"^```python\n(.*?)^```\n", re.M | re.S)


def notebooks() -> dict[str, bytes]:
    """Each notebook by the name of its file."""
    start = (FOLDER / START).read_text()
    texts = sorted(path for path in FOLDER.glob("*.md") if path.name != START)
    return {f"{path.stem}.ipynb": notebook(path.read_text(), start) for path in texts}


def notebook(text: str, start: str) -> bytes:
    """A text as a notebook: its head, the first cell, then what follows."""
    head, rest = text.split("```python\n", 1)
    told = [each for part in (head, start, f"```python\n{rest}") for each in cells(part)]
    for number, cell in enumerate(told):
        content = "".join(cell["source"])
        cell["id"] = hashlib.sha256(f"{number} {content}".encode()).hexdigest()[:12]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": told,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def cells(text: str) -> list[dict[str, object]]:
    """The cells of a text: what `FENCE` finds is code, and stands at every second place."""
    found = []
    for number, part in enumerate(FENCE.split(text)):
        if not part.strip():
            continue
        cell: dict[str, object] = {"cell_type": "markdown", "metadata": {}}
        if number % 2:
            cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
        found.append(cell | {"source": part.strip().splitlines(keepends=True)})
    return found
