"""Who speaks and acts: organisations at home, partners abroad."""

from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from policies.models.base import Alias, Bilingual, EntryModel, choice_constraint
from policies.models.english import NameEnglish, english_constraints, english_fields
from policies.models.fields import AddressNameField, LineField, ParagraphField
from policies.models.naming import (
    Alpha3Field,
    M49Field,
    ReadingField,
    SubdivisionField,
    name_orders,
    with_other_names,
)
from policies.models.narrower import NestedQuerySet
from portal.lists.addresses import address


class PartnerQuerySet(NestedQuerySet):
    # A member stands below its group where the name of the group means its members.
    ABOVE = (("part_of", {}), ("groups", {"groups__counts_members": True}))

    def for_list(self):
        """Countries, regions and groups with their other names, by kind and code."""
        partners = self.exclude(kind__in=self.model.PARTS)
        return partners.prefetch_related("aliases").order_by("kind", "code")

    def parts(self):
        """Parts of countries with their country and other names, by country and code."""
        parts = self.filter(kind__in=self.model.PARTS)
        return (
            parts.select_related("part_of")
            .prefetch_related("aliases")
            .order_by("part_of__code", "code")
        )

    def for_detail(self):
        """One partner with other names, members, groups, its parts and its country."""
        return self.select_related("part_of").prefetch_related(
            "aliases", "members", "groups", "parts"
        )


class PartnerKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    GROUP = "group", _("Group")
    SUBDIVISION = "subdivision", _("Subdivision of a country")
    PLACE = "place", _("Place in a country")


class Partner(EntryModel):
    """A country, a region, or a group such as the EU or the G7.

    Parts of countries that sources name have their addresses here too, but are no partners: a
    subdivision is one of ISO 3166-2, a place is a town or district, which that standard leaves
    out. `counts_members` says that sources which name a group mean its members, so that what is
    said of them belongs to what is asked about the group.
    """

    Kind = PartnerKind
    PARTS = (PartnerKind.SUBDIVISION, PartnerKind.PLACE)

    KEY = ("code",)

    code = AddressNameField(unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    iso2 = LineField(
        _("ISO 3166-1 code"),
        max_length=2,
        blank=True,
        help_text=_("Two capital letters; empty for groups."),
    )
    alpha3 = Alpha3Field()
    m49 = M49Field(help_text=_("Three digits; regions of the United Nations have one too."))
    iso3166_2 = SubdivisionField(help_text=_("Of subdivisions alone, for example CN-AH."))
    name_ja = LineField(_("name (Japanese)"))
    reading = ReadingField()
    name_en = LineField(_("name (English)"))
    note_ja = ParagraphField(_("note (Japanese)"), blank=True)
    note_en = ParagraphField(_("note (English)"), blank=True)
    members = models.ManyToManyField(
        "self", verbose_name=_("members"), symmetrical=False, related_name="groups", blank=True
    )
    counts_members = models.BooleanField(
        _("counts its members"),
        default=False,
        help_text=_("Sources that name the group mean its members."),
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="parts",
        null=True,
        blank=True,
        help_text=_("The country, of subdivisions and places alone."),
    )
    name_order_ja, name_order_en = name_orders()

    name = Bilingual()
    note = Bilingual()
    objects = PartnerQuerySet.as_manager()
    form_of_both = staticmethod(with_other_names)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["code"]
        constraints = [
            choice_constraint("kind", PartnerKind),
            models.UniqueConstraint(
                fields=["iso2"],
                condition=~models.Q(iso2=""),
                name="policies_partner_iso2_unique",
                violation_error_message=_("Another partner has this ISO code."),
            ),
            models.CheckConstraint(
                condition=models.Q(iso2="") | models.Q(iso2=Upper("iso2"), iso2__length=2),
                name="policies_partner_iso2_two_capitals",
                violation_error_message=_("An ISO code is two capital letters."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=~models.Q(**{field: ""}),
                    name=f"policies_partner_{field}_unique",
                    violation_error_message=_("Another partner has this code."),
                )
                for field in ("alpha3", "m49", "iso3166_2")
            ),
            models.CheckConstraint(
                condition=models.Q(iso3166_2="") | models.Q(kind=PartnerKind.SUBDIVISION),
                name="policies_partner_iso3166_2_of_subdivision",
                violation_error_message=_("Only subdivisions have a code of ISO 3166-2."),
            ),
            models.CheckConstraint(
                condition=models.Q(counts_members=False) | models.Q(kind=PartnerKind.GROUP),
                name="policies_partner_group_counts_members",
                violation_error_message=_("Only a group can count its members."),
            ),
            models.CheckConstraint(
                condition=models.Q(part_of__isnull=True)
                | models.Q(kind__in=[PartnerKind.SUBDIVISION, PartnerKind.PLACE]),
                name="policies_partner_only_parts_are_part",
                violation_error_message=_("Only subdivisions and places are part of a country."),
            ),
            models.CheckConstraint(
                condition=models.Q(part_of__isnull=True) | ~models.Q(part_of=models.F("pk")),
                name="policies_partner_not_own_part",
                violation_error_message=_("A partner cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("partner", self.code)


class PartnerAlias(Alias):
    partner = models.ForeignKey(
        Partner, models.CASCADE, verbose_name=_("partner"), related_name="aliases"
    )

    class Meta(Alias.Meta):
        verbose_name = _("other name of a partner")
        verbose_name_plural = _("other names of partners")
        constraints = [
            models.UniqueConstraint(fields=["partner", "name"], name="policies_partneralias_once")
        ]


class OrganisationQuerySet(NestedQuerySet):
    def for_list(self):
        """Organisations with parent, country and other names, by kind and name."""
        return (
            self.select_related("parent", "partner")
            .prefetch_related("aliases")
            .order_by("kind", "slug")
        )

    def named_in(self, text: str):
        """The organisation whose name is the longest that stands in a text; None without any."""
        names = [*self.values_list("name_ja", "pk"), *self.values_list("name_en", "pk")]
        found = [(len(name), -pk) for name, pk in names if name in text]
        return self.get(pk=-max(found)[1]) if found else None

    def for_detail(self):
        """One organisation with parent, country, units and other names."""
        return self.select_related("parent", "partner").prefetch_related(
            "aliases", "identifiers", "units"
        )


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", _("Government as a whole")
    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency")
    BUREAU = "bureau", _("Bureau or section")
    COUNCIL = "council", _("Council")
    DIPLOMATIC_MISSION = "diplomatic-mission", _("Diplomatic mission or base abroad")
    LOCAL_GOVERNMENT = "local-government", _("Local government")
    LEGISLATURE = "legislature", _("Legislature or its body")
    COURT = "court", _("Court")
    POLITICAL_PARTY = "political-party", _("Political party or its body")
    INDEPENDENT_AGENCY = "independent-agency", _("Independent administrative agency")
    RESEARCH_INSTITUTE = "research-institute", _("Research institute or university")
    THINK_TANK = "think-tank", _("Think tank")
    COMPANY = "company", _("Company")
    FINANCIAL = "financial", _("Financial institution")
    ASSOCIATION = "association", _("Industry association")
    FORUM = "forum", _("Forum")
    INTERNATIONAL = "international", _("International organisation")
    FOREIGN_GOVERNMENT = "foreign-government", _("Foreign government body")
    OFFICE_HOLDER = "office-holder", _("Office-holder")
    SCHOLAR = "scholar", _("Scholar or author")


class Organisation(EntryModel):
    """A ministry, agency, think tank, company, forum or office-holder that a source names."""

    Kind = OrganisationKind

    English = NameEnglish

    KEY = ("slug",)

    slug = AddressNameField(unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name_ja = LineField(_("name (Japanese)"))
    reading = ReadingField()
    name_en = LineField(_("name (English)"))
    english, english_source_ja, english_source_en = english_fields()
    abbreviation = LineField(_("abbreviation"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs to"),
        related_name="units",
        null=True,
        blank=True,
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name=_("country or region"),
        related_name="organisations",
        null=True,
        blank=True,
    )
    note_ja = ParagraphField(_("note (Japanese)"), blank=True)
    note_en = ParagraphField(_("note (English)"), blank=True)
    name_order_ja, name_order_en = name_orders()

    name = Bilingual()
    english_source = Bilingual()
    note = Bilingual()
    objects = OrganisationQuerySet.as_manager()
    form_of_both = staticmethod(with_other_names)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        constraints = [
            choice_constraint("kind", OrganisationKind),
            *english_constraints(),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="policies_organisation_not_own_parent",
                violation_error_message=_("An organisation cannot belong to itself."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("organisation", self.slug)


class OrganisationAlias(Alias):
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="aliases"
    )

    class Meta(Alias.Meta):
        verbose_name = _("other name of an organisation")
        verbose_name_plural = _("other names of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="policies_organisationalias_once"
            )
        ]
