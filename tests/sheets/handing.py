"""Tables as people hand them in: taken from a list, changed, and brought back."""

import csv
import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.sheets.models import Import
from portal.tables.reading import read


def table(client: Client, name: str = "budgets", suffix: str = "csv", **query) -> list[dict]:
    """The rows of a list for editing, by the names of its columns."""
    answer = client.get(reverse(f"{name}-{suffix}"), {"profile": "edit", **query})
    assert answer.status_code == 200, answer.status_code
    (found, *_about) = read(b"".join(answer.streaming_content))
    names = [heading.partition("[")[2].rstrip("]") for heading in found.header]
    width = len(names)
    return [
        dict(zip(names, [*row, *[""] * (width - len(row))], strict=True))
        for _number, row in found.rows
    ]


def as_csv(rows: list[dict], encoding: str = "utf-8") -> bytes:
    """Rows as CSV."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(*sheets: list[dict]) -> bytes:
    """Rows as a workbook, a sheet for each list of rows."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, list(rows[0]))
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, list(row.values()))
    return written.getvalue()


def hand_in(client: Client, content: bytes, name: str = "table.csv"):
    """The answer to a file that is handed in."""
    return client.post(reverse("admin:imports"), {"file": SimpleUploadedFile(name, content)})


def looked_at(client: Client, content: bytes) -> Import:
    """A file that was handed in and checked."""
    answer = hand_in(client, content)
    assert answer.status_code == 302, answer.context["faults"]
    return Import.objects.order_by("pk").last()


def confirm(client: Client, job: Import, **more):
    """The answer where what a table asks is confirmed."""
    said = {"batch_kind": "editorial", "batch_reason": "by table", **more}
    answer = client.post(reverse("admin:import", args=[job.pk]), said)
    job.refresh_from_db()
    return answer
