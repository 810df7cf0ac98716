"""The columns of indicators and data points."""

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from policies.columns import edtf, entry, evidence
from portal.lists.columns import TEXT, Column, Kind, bilingual

INDICATORS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column(
        "title",
        _("Title"),
        bilingual("title"),
        _("Title in the language of the page."),
        cell="entry",
    ),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column("unit", _("Unit"), bilingual("unit"), _("Unit of the values."), cell="optional"),
    Column("basis", _("Basis"), bilingual("basis"), _("What the values rest on."), cell="optional"),
    Column(
        "points",
        _("Data points"),
        "point_count",
        _("How many values are recorded."),
        Kind.INTEGER,
        cell="number",
    ),
    Column(
        "missing",
        _("Why it has no points"),
        bilingual("missing"),
        _("Filled where the data of a chart is lost."),
        cell="optional",
    ),
    *evidence(),
    entry("indicator", "slug"),
)


DATA_POINTS = (
    Column(
        "indicator",
        _("Indicator"),
        bilingual("indicator__title"),
        _("The table or chart it belongs to."),
        cell="entry",
    ),
    Column(
        "indicator_slug",
        _("Indicator, address name"),
        "indicator__slug",
        _("Address name of the indicator."),
    ),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("label", _("Label"), bilingual("label"), _("Label of the row."), cell="text"),
    Column(
        "series",
        _("Series"),
        bilingual("series"),
        _("Series of the row, where there are several."),
        cell="optional",
    ),
    Column(
        "partner",
        _("Country or region"),
        bilingual("partner__name"),
        _("Whose value it is."),
        cell="optional",
    ),
    Column(
        "subject", _("Subject"), bilingual("subject__name"), _("What it is about."), cell="optional"
    ),
    *edtf("period", _("Period"), "period", _("Period in EDTF form."), cell="words"),
    Column(
        "value",
        _("Value"),
        "value",
        _("The value as a number; empty for words and levels."),
        Kind.DECIMAL,
        cell="number",
    ),
    Column(
        "unit",
        _("Unit"),
        lambda: Coalesce(
            Case(When(~Q(unit_ja=""), then=bilingual("unit")())),
            bilingual("indicator__unit")(),
            output_field=TEXT,
        ),
        _("Unit of the value."),
        cell="optional",
    ),
    Column(
        "printed", _("As printed"), "printed", _("The value as the source prints it."), cell="text"
    ),
    *evidence(),
    entry("indicator", "indicator__slug", anchor=(Value("point-"), "code")),
)
