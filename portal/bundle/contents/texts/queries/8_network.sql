-- 8. The parts into which relations join the measures, the largest first.
-- 8. 関係で結ばれた施策のまとまりを、大きい順に。
WITH RECURSIVE joined(a, b) AS (
  SELECT source, target FROM v_edges
  UNION
  SELECT target, source FROM v_edges
),
reached(slug, other) AS (
  SELECT slug, slug FROM measures
  UNION
  SELECT reached.slug, joined.b FROM reached JOIN joined ON joined.a = reached.other
),
named AS (SELECT slug, MIN(other) AS component FROM reached GROUP BY slug)
SELECT component, COUNT(*) AS measures
  FROM named
 GROUP BY component
 ORDER BY measures DESC, component;
