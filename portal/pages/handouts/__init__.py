"""Measures, briefs, comparisons, lists and what changed, as files that ministries hand on."""
