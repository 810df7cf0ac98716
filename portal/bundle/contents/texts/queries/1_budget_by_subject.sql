-- 1. Budget by subject, fiscal year and stage: sums beside the totals that the sources print.
-- 1. 対象・年度・段階別の予算。計算した和を、資料の示す計と並べる。
SELECT totals.measure_slug, totals.subject_slug, totals.fiscal_year, totals.stage_code,
       totals.printed, totals.amount AS printed_amount,
       SUM(budgets.amount) AS computed,
       totals.amount - SUM(budgets.amount) AS difference,
       totals.difference_ja, totals.difference_en
  FROM printed_totals AS totals
  LEFT JOIN budgets
    ON budgets.measure_slug = totals.measure_slug
   AND budgets.currency = totals.currency
   AND budgets.is_added
   AND (totals.subject_slug IS NULL OR budgets.subject_slug = totals.subject_slug)
   AND (totals.fiscal_year IS NULL OR budgets.fiscal_year = totals.fiscal_year)
   AND (totals.stage_code IS NULL OR budgets.stage_code = totals.stage_code)
 GROUP BY totals.measure_slug, totals.code, totals.subject_slug, totals.fiscal_year,
       totals.stage_code, totals.printed, totals.amount, totals.difference_ja,
       totals.difference_en
 ORDER BY totals.measure_slug, totals.code;
