"""The forms of measures and indicators, added to those of the frame of reference."""

from measures.kinds import KINDS, RowKind
from measures.models import DataPoint, Indicator, Measure, PillarGap, RelatedVerdict
from policies import record
from policies.record import EntrySchema, RecordFile


def schema(kind: RowKind) -> EntrySchema:
    """How the rows of a kind stand in the file of what they hang on."""
    below = {child.name: schema(child) for child in kind.children}
    return EntrySchema(kind.model, kind.owner, children=below, local=kind.code, one=kind.one)


FILES = (
    *record.FILES,
    RecordFile("pillar-gaps.yaml", EntrySchema(PillarGap)),
    RecordFile(
        "indicators",
        EntrySchema(
            Indicator, children={"points": EntrySchema(DataPoint, "indicator", local="code")}
        ),
    ),
    RecordFile(
        "measures",
        EntrySchema(Measure, children={kind.name: schema(kind) for kind in KINDS}),
    ),
    # Last, as it speaks of measures. Who decided and when is not part of the record.
    RecordFile("related.yaml", EntrySchema(RelatedVerdict, local="second")),
)
