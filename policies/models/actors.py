"""Who speaks and acts: organisations at home, partners abroad."""

from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from policies.models.base import Alias, Bilingual, choice_constraint
from policies.models.fields import AddressNameField, LineField, ParagraphField, RecordModel
from portal.lists.addresses import address


class PartnerQuerySet(models.QuerySet):
    def for_list(self):
        """Partners with their other names, by kind and code."""
        return self.prefetch_related("aliases").order_by("kind", "code")

    def for_detail(self):
        """One partner with other names, members and the groups it belongs to."""
        return self.prefetch_related("aliases", "members", "groups")


class PartnerKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    GROUP = "group", _("Group")


class Partner(RecordModel):
    """A country, a region, or a group such as the EU or the G7."""

    Kind = PartnerKind

    KEY = ("code",)

    code = AddressNameField(unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    iso2 = LineField(
        _("ISO 3166-1 code"),
        max_length=2,
        blank=True,
        help_text=_("Two capital letters; empty for groups."),
    )
    name_ja = LineField(_("name (Japanese)"))
    name_en = LineField(_("name (English)"))
    note_ja = ParagraphField(_("note (Japanese)"), blank=True)
    note_en = ParagraphField(_("note (English)"), blank=True)
    members = models.ManyToManyField(
        "self", verbose_name=_("members"), symmetrical=False, related_name="groups", blank=True
    )

    name = Bilingual()
    note = Bilingual()
    objects = PartnerQuerySet.as_manager()

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


class OrganisationQuerySet(models.QuerySet):
    def for_list(self):
        """Organisations with parent, country and other names, by kind and name."""
        return (
            self.select_related("parent", "partner")
            .prefetch_related("aliases")
            .order_by("kind", "slug")
        )

    def for_detail(self):
        """One organisation with parent, country, units and other names."""
        return self.select_related("parent", "partner").prefetch_related("aliases", "units")


class OrganisationKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency")
    BUREAU = "bureau", _("Bureau or section")
    COUNCIL = "council", _("Council")
    INDEPENDENT_AGENCY = "independent-agency", _("Independent administrative agency")
    RESEARCH_INSTITUTE = "research-institute", _("Research institute or university")
    THINK_TANK = "think-tank", _("Think tank")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Industry association")
    FORUM = "forum", _("Forum")
    INTERNATIONAL = "international", _("International organisation")
    FOREIGN_GOVERNMENT = "foreign-government", _("Foreign government body")
    OFFICE_HOLDER = "office-holder", _("Office-holder")


class Organisation(RecordModel):
    """A ministry, agency, think tank, company, forum or office-holder that a source names."""

    Kind = OrganisationKind

    KEY = ("slug",)

    slug = AddressNameField(unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name_ja = LineField(_("name (Japanese)"))
    name_en = LineField(_("name (English)"))
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

    name = Bilingual()
    note = Bilingual()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        constraints = [
            choice_constraint("kind", OrganisationKind),
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
