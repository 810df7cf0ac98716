"""How measures and indicators are written, and all files of the record."""

import dataclasses
from collections.abc import Iterator

from measures.kinds import BY_NAME, KINDS, RowKind
from measures.models import DataPoint, Discrepancy, Indicator, Measure, PillarGap, RelatedVerdict
from policies import record
from portal.record.schema import EntrySchema, RecordFile


def schema(kind: RowKind) -> EntrySchema:
    """How the rows of a kind stand in the file of what they hang on."""
    below = {child.name: schema(child) for child in kind.children}
    return EntrySchema(kind.model, kind.owner, children=below, local=kind.code, one=kind.one)


def with_differences(files: tuple[RecordFile, ...]) -> Iterator[RecordFile]:
    """The files, with where sources differ in those of entries that it may be about."""
    differences, elsewhere = schema(BY_NAME["discrepancies"]), frozenset(Discrepancy.ENTRIES)
    owners = {Discrepancy._meta.get_field(name).related_model: name for name in Discrepancy.ENTRIES}
    for file in files:
        own, owner = file.schema, owners.get(file.schema.model)
        if owner:
            rows = dataclasses.replace(differences, parent=owner, elsewhere=elsewhere)
            own = dataclasses.replace(own, children={**own.children, "discrepancies": rows})
        yield dataclasses.replace(file, schema=own)


FILES = tuple(
    with_differences(
        (
            *record.FILES,
            RecordFile("pillar-gaps.yaml", EntrySchema(PillarGap)),
            RecordFile(
                "indicators",
                EntrySchema(
                    Indicator,
                    children={"points": EntrySchema(DataPoint, "indicator", local="code")},
                ),
            ),
            RecordFile(
                "measures",
                EntrySchema(
                    Measure,
                    children={kind.name: schema(kind) for kind in KINDS},
                    required=frozenset(kind.name for kind in KINDS if kind.required),
                ),
            ),
            # Last, as it speaks of measures. Who decided and when is not part of the record.
            RecordFile("related.yaml", EntrySchema(RelatedVerdict, local="second")),
            *record.BESIDE,
        )
    )
)
