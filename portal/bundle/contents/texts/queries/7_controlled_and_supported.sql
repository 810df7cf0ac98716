-- 7. Subjects of China's export controls that Japan's programmes support, with the tree below.
-- Themes, such as deemed exports, are no goods and left out.
-- 7. 中国の輸出管理の対象のうち、日本の事業が支援するもの。階層で下にあるものを含み、主題は除く。
WITH RECURSIVE parents(slug, above) AS (
  SELECT slug, broader_slug FROM subjects WHERE broader_slug IS NOT NULL
  UNION
  SELECT subject_slug, broader_slug FROM subject_broader
),
supported AS (
  SELECT DISTINCT measure_subjects.subject_slug AS slug
    FROM measure_subjects JOIN measures ON measures.slug = measure_subjects.measure_slug
   WHERE measures.jurisdiction_code = 'jp'
     AND measures.kind_code IN ('budget-programme', 'research-programme', 'project')
),
below(slug, top) AS (
  SELECT slug, slug FROM supported
  UNION
  SELECT parents.slug, below.top FROM below JOIN parents ON parents.above = below.slug
),
controlled AS (
  SELECT DISTINCT items.subject_slug AS slug
    FROM export_control_items AS items
    JOIN export_controls AS controls ON controls.measure_slug = items.measure_slug
   WHERE controls.imposed_by_code = 'cn'
)
SELECT controlled.slug, subjects.name_ja, subjects.name_en,
       MAX(CASE WHEN below.top = controlled.slug THEN 1 ELSE 0 END) AS itself
  FROM controlled
  JOIN below ON below.slug = controlled.slug
  JOIN subjects ON subjects.slug = controlled.slug AND subjects.kind_code <> 'theme'
 GROUP BY controlled.slug, subjects.name_ja, subjects.name_en
 ORDER BY itself DESC, controlled.slug;
