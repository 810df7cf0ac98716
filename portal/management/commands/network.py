"""Writes the record as a network: entries as nodes, what joins two of them as edges."""

import pathlib

from django.core.management.base import BaseCommand, CommandError
from django.db import router

from portal.bundle.about import about
from portal.bundle.gexf import gexf
from portal.bundle.snapshot import snapshot
from portal.changes.models import Version
from portal.pages.network import edges, nodes


class Command(BaseCommand):
    help = (
        "Write the record as a network in GEXF 1.3, for Gephi, networkx and others: every entry "
        "that visitors see, with its kind, and all that joins two, with its direction."
    )

    def add_arguments(self, parser):
        parser.add_argument("--gexf", metavar="FILE", required=True, help="the file to write")

    def handle(self, **options):
        path = pathlib.Path(options["gexf"])
        beside = path.with_name(f"{path.name}.unfinished")
        using = router.db_for_read(Version)
        try:
            with snapshot(using), beside.open("w", encoding="utf-8") as file:
                file.writelines(gexf(nodes(using), edges(using), about(using).begins))
            beside.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        finally:
            beside.unlink(missing_ok=True)
        if options["verbosity"]:
            self.stdout.write(f"Written: {path}")
