"""The process that draws a page of a PDF: `python -m portal.decks.drawing FILE PAGE WIDTH`.

It writes the picture as WebP and ends with 0, or writes nothing and ends with another status.
Nothing of Django is imported: the start of the process is most of what a picture costs.
"""

import io
import resource
import sys

import pypdfium2

MEMORY = 512 * 2**20
PROCESSOR = 30  # seconds
# A page that is higher than so many times its width is drawn narrower.
STEEP = 4
# Without loss letters are sharper and the file smaller, but that of a photograph is far larger.
LARGE = 400_000
LOSSLESS = {"lossless": True, "quality": 50, "method": 2}
LOSSY = {"quality": 80}


def main(path: str, page: str, width: str) -> int:
    """Write the picture of a page, numbered from 1; the status to end with."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with pypdfium2.PdfDocument(path) as document:
        sys.stdout.buffer.write(encoded(drawn(document[int(page) - 1], int(width))))
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
