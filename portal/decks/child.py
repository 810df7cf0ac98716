"""The process that looks into a PDF, a PPTX or a DOCX: `python -m portal.decks.child pdf FILE`.

It writes the pages, or the code of a `DeckError` and ends with 1. What goes wrong beyond that is
told by its end alone.
"""

import resource
import sys

from portal.decks import documents, pdf, slides
from portal.decks.deck import DeckError, packed

MEMORY = 768 * 2**20
PROCESSOR = 100  # seconds

READERS = {"pdf": pdf.read, "pptx": slides.read, "docx": documents.read}


def main(kind: str, path: str) -> int:
    """Write the pages of the file at `path`; the status to end with."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        told, status = packed(*READERS[kind](path)), 0
    except DeckError as error:
        told = " ".join([error.code, *(f"{name}={text}" for name, text in error.details.items())])
        status = 1
    except MemoryError:
        told, status = "memory", 1
    sys.stdout.write(told)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
