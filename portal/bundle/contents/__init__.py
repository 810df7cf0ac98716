"""What a bundle holds beside its tables: how it is read, and what can be asked of it.

`texts/` are the files themselves, or what they are made from.
"""

import pathlib

from portal.bundle.about import About
from portal.bundle.contents.duckdb_views import views
from portal.bundle.contents.notebooks import notebooks
from portal.bundle.contents.readme import licence_text, readmes

FOLDER = pathlib.Path(__file__).parent / "texts"
VIEWS = "views.sql"


def files(about: About) -> dict[str, bytes]:
    """These files by their path in the bundle."""
    queries = sorted((FOLDER / "queries").glob("*.sql"))
    in_r = sorted((FOLDER / "notebooks").glob("*.Rmd"))
    return {
        **readmes(about),
        "LICENSE": licence_text(),
        VIEWS: (FOLDER / VIEWS).read_bytes(),
        "queries/duckdb.sql": views(),
        **{f"queries/{path.name}": path.read_bytes() for path in queries},
        **{f"notebooks/{name}": content for name, content in notebooks().items()},
        **{f"notebooks/{each.name}": each.read_bytes() for each in in_r},
    }
