"""How static files are collected for visitors: hashed, compressed, several sheets as one."""

import posixpath
import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The one way in which our sheets name another.
IMPORT = re.compile(r'^@import "([^"]+)";$', re.M)
# What is said to who writes sheets; a comment that begins with /*! is for everybody.
COMMENT = re.compile(r"/\*(?!!).*?\*/\n?", re.S)


class JoinedSheets(CompressedManifestStaticFilesStorage):
    """Puts a sheet in the place where another imports it, without its comments.

    A browser then asks once instead of once more for each import, and shows the page sooner. What
    is imported may name no file by its own place, because it moves.
    """

    def post_process(self, paths, dry_run=False, **options):
        """Join the sheets, then hash and compress everything as usual."""
        joined = {}
        for name in paths:
            if name.endswith(".css") and IMPORT.search(read(name, paths)):
                joined[name] = COMMENT.sub("", whole(name, paths))
        for name, text in joined.items() if not dry_run else ():
            self.delete(name)
            self._save(name, ContentFile(text.encode()))
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)


def read(name: str, paths: dict) -> str:
    """The text of a sheet where it was written."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def whole(name: str, paths: dict) -> str:
    """A sheet with all that it imports. Raises KeyError for an import that does not exist."""

    def imported(found: re.Match) -> str:
        return whole(posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1])), paths)

    return IMPORT.sub(imported, read(name, paths))
