-- 2. How much of each programme comes from supplementary budgets, of what may be added.
-- 2. 事業ごとの補正予算の割合。合算してよい行だけを数える。
SELECT measure_slug,
       SUM(CASE WHEN stage_code = 'supplementary' THEN amount ELSE 0 END) AS supplementary,
       SUM(amount) AS added,
       ROUND(100.0 * SUM(CASE WHEN stage_code = 'supplementary' THEN amount ELSE 0 END)
             / SUM(amount), 1) AS percent
  FROM budgets
 WHERE is_added AND currency = 'JPY'
 GROUP BY measure_slug
 ORDER BY measure_slug;
