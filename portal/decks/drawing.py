"""The process that draws pages of a PDF: `python -m portal.decks.drawing FILE WIDTH PAGE…`.

It writes each picture as WebP behind its length as soon as it is drawn.
Nothing of Django is imported: the start of the process is most of what a picture costs.
"""

import io
import os
import resource
import sys

import pypdfium2

MEMORY = 512 * 2**20
PROCESSOR = 30  # seconds
# So much it steps back behind who answers readers meanwhile.
NICE = 5
LENGTH = 4  # bytes before a picture that say how long it is
# A page that is higher than so many times its width is drawn narrower.
STEEP = 4
# Without loss letters are sharper and the file smaller, but that of a photograph is far larger.
LARGE = 400_000
LOSSLESS = {"lossless": True, "quality": 50, "method": 2}
LOSSY = {"quality": 80}


def main(path: str, width: str, *pages: str) -> int:
    """Write the pictures of pages, numbered from 1; the status to end with."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)
    with pypdfium2.PdfDocument(path) as document:
        for page in pages:
            picture = encoded(drawn(document[int(page) - 1], int(width)))
            sys.stdout.buffer.write(len(picture).to_bytes(LENGTH, "big") + picture)
            sys.stdout.buffer.flush()  # it may be ended before the next
    return 0


def drawn(page: pypdfium2.PdfPage, width: int):
    """A page as an image of a width in pixels; a steep one is narrower."""
    wide, high = page.get_size()
    width = min(width, round(width * STEEP * wide / high))
    return page.render(scale=max(width, 1) / wide).to_pil()


def encoded(image) -> bytes:
    """An image as WebP."""
    for options in (LOSSLESS, LOSSY):
        file = io.BytesIO()
        image.save(file, "WEBP", **options)
        if file.tell() <= LARGE:
            break
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
