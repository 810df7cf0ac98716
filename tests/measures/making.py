"""Programmes made by hand, with lines and totals."""

from measures.models import BudgetLine, Measure, PrintedTotal, Stage
from policies.models import Section, Subject


class Maker:
    """Programmes with lines and totals."""

    def __init__(self):
        self.section = Section.objects.get(document__slug="meti-2026-04", code="13")

    def measure(self, slug: str) -> Measure:
        return Measure.objects.create(
            slug=slug,
            kind="budget-programme",
            status="in-force",
            title_ja="試験",
            title_en="Test",
            summary_ja="試験。",
            summary_en="A test.",
        )

    def line(self, measure: Measure, oku: int, year=2025, stage=Stage.INITIAL, **given):
        number = measure.budget_lines.count()
        return BudgetLine.objects.create(
            measure=measure,
            position=number,
            code=f"l{number}",
            amount=oku * 10**8,
            printed=f"{oku}億円",
            fiscal_year=year,
            stage=stage,
            section=self.section,
            phrase="語",
            **given,
        )

    def total(self, measure: Measure, oku: int, **given):
        number = measure.printed_totals.count()
        return PrintedTotal.objects.create(
            measure=measure,
            position=number,
            code=f"t{number}",
            amount=oku * 10**8,
            printed=f"{oku}億円",
            section=self.section,
            phrase="語",
            **given,
        )

    def subject(self, number: int) -> Subject:
        slug = f"test-{number}"
        return Subject.objects.create(slug=slug, kind="material", name_ja=slug, name_en=slug)
