"""The models of the frame of reference."""

from policies.models.actors import Organisation, OrganisationAlias, Partner, PartnerAlias
from policies.models.attachments import Attachment, SectionText
from policies.models.base import Evidence
from policies.models.clauses import Clause
from policies.models.confirmations import Confirmation, Proofreading
from policies.models.copy_files import CopyFile, CopyPage, CopyPiece
from policies.models.footnotes import Footnote
from policies.models.frameworks import Framework, Issue, Pillar, PillarRelation
from policies.models.identifiers import OrganisationIdentifier, SubjectIdentifier
from policies.models.sources import Section, SourceDocument
from policies.models.subjects import Subject, SubjectAlias
from policies.models.synonyms import DocumentWords, Synonym, SynonymMeaning
from policies.models.terms import Term, TermWord

__all__ = [
    "Attachment",
    "Clause",
    "Confirmation",
    "CopyFile",
    "CopyPage",
    "CopyPiece",
    "DocumentWords",
    "Evidence",
    "Footnote",
    "Framework",
    "Issue",
    "Organisation",
    "OrganisationAlias",
    "OrganisationIdentifier",
    "Partner",
    "PartnerAlias",
    "Pillar",
    "PillarRelation",
    "Proofreading",
    "Section",
    "SectionText",
    "SourceDocument",
    "Subject",
    "SubjectAlias",
    "SubjectIdentifier",
    "Synonym",
    "SynonymMeaning",
    "Term",
    "TermWord",
]
