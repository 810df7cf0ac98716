"""The files of the frame of reference, and how their entries are written."""

from django.db import models

from policies.models import (
    Clause,
    Confirmation,
    DocumentWords,
    Footnote,
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    PillarRelation,
    Proofreading,
    Section,
    SourceDocument,
    Subject,
    Synonym,
    SynonymMeaning,
    Term,
    TermWord,
)
from portal.record.schema import EntrySchema, RecordFile


def aliases(model: type[models.Model], parent: str) -> dict[str, EntrySchema]:
    """Other names, written as a list of strings; a mapping where one has a reading."""
    return {
        "aliases": EntrySchema(model._meta.get_field("aliases").related_model, parent, plain="name")
    }


def identifiers(model: type[models.Model], parent: str) -> dict[str, EntrySchema]:
    """What others know the entry by."""
    related = model._meta.get_field("identifiers").related_model
    return {"identifiers": EntrySchema(related, parent)}


FILES = (
    RecordFile("partners.yaml", EntrySchema(Partner, children=aliases(Partner, "partner"))),
    RecordFile(
        "organisations.yaml",
        EntrySchema(
            Organisation,
            children=aliases(Organisation, "organisation")
            | identifiers(Organisation, "organisation"),
        ),
    ),
    RecordFile(
        "subjects.yaml",
        EntrySchema(
            Subject, children=aliases(Subject, "subject") | identifiers(Subject, "subject")
        ),
    ),
    RecordFile(
        "sources",
        EntrySchema(
            SourceDocument,
            children={
                "sections": EntrySchema(
                    Section,
                    "document",
                    children={
                        "footnotes": EntrySchema(Footnote, "section", local="code"),
                        "checklist": EntrySchema(Clause, "section"),
                    },
                    local="code",
                )
            },
        ),
    ),
    RecordFile(
        "frameworks",
        EntrySchema(
            Framework,
            children={
                "pillars": EntrySchema(
                    Pillar,
                    "framework",
                    children={"relations": EntrySchema(PillarRelation, "source")},
                    local="slug",
                )
            },
        ),
    ),
    RecordFile("issues", EntrySchema(Issue)),
    RecordFile("terms.yaml", EntrySchema(Term, children={"words": EntrySchema(TermWord, "term")})),
    RecordFile(
        "synonyms.yaml",
        EntrySchema(
            Synonym, children={"means": EntrySchema(SynonymMeaning, "synonym", plain="name")}
        ),
    ),
    RecordFile("words.yaml", EntrySchema(DocumentWords)),
)
# What was found of entries, in files beside theirs.
BESIDE = (
    RecordFile("confirmations.yaml", EntrySchema(Confirmation), beside=True),
    RecordFile("proofreadings.yaml", EntrySchema(Proofreading), beside=True),
)
