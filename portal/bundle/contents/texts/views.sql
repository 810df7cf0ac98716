-- Views for analysis. The same SQL runs in SQLite and in DuckDB.
-- 分析用のビュー。SQLiteでもDuckDBでも同じSQLで動く。

-- Every amount: lines of programmes, and the totals that sources print beside them.
-- すべての金額。事業の行と、資料がその計として示す額。
CREATE VIEW v_budget_long AS
SELECT 'line' AS origin, measure_slug, code, subject_slug, fiscal_year, fiscal_year_until,
       stage_code, amount, currency, printed, is_added, document_slug, section_code
  FROM budgets
UNION ALL
SELECT 'printed-total', measure_slug, code, subject_slug, fiscal_year, NULL,
       stage_code, amount, currency, printed, NULL, document_slug, section_code
  FROM printed_totals;

-- Each export control at the end of each month, from the first one on to the newest document.
-- A month stands for the last day by which a date can lie in it: state is in-force or suspended.
-- Rows that ease controls (effect_code relaxed) stand there too; leave them out of a count.
-- 各月末の輸出管理。最も早い管理から最も新しい資料の月まで。緩和の行も含むので、数えるときは除くこと。
CREATE VIEW v_controls_in_force AS
WITH RECURSIVE months(year, month) AS (
  SELECT CAST(substr(MIN(CAST(since_from AS TEXT)), 1, 4) AS INTEGER),
         CAST(substr(MIN(CAST(since_from AS TEXT)), 6, 2) AS INTEGER)
    FROM export_controls
  UNION ALL
  SELECT CASE WHEN month = 12 THEN year + 1 ELSE year END,
         CASE WHEN month = 12 THEN 1 ELSE month + 1 END
    FROM months
   WHERE printf('%04d-%02d', year, month)
         < (SELECT substr(MAX(CAST(date_from AS TEXT)), 1, 7) FROM sources)
),
named AS (SELECT printf('%04d-%02d', year, month) AS month FROM months),
dated AS (
  SELECT measure_slug, imposed_by_code, effect_code, all_destinations,
         substr(CAST(since_from AS TEXT), 1, 7) AS since,
         substr(CAST(suspended_from AS TEXT), 1, 7) AS suspended,
         substr(CAST(suspended_until_until AS TEXT), 1, 7) AS suspended_until,
         substr(CAST(ended_until AS TEXT), 1, 7) AS ended
    FROM export_controls
)
SELECT named.month, dated.measure_slug, dated.imposed_by_code, dated.effect_code,
       dated.all_destinations,
       CASE WHEN dated.suspended <= named.month
                 AND (dated.suspended_until IS NULL OR dated.suspended_until >= named.month)
            THEN 'suspended' ELSE 'in-force' END AS state
  FROM named JOIN dated ON dated.since <= named.month
 WHERE dated.ended IS NULL OR dated.ended > named.month;

-- Who took part in an agreement or a meeting, and in which year. Whose act it is counts as a party
-- also where the source does not name it among the others; at whom it is directed does not.
-- 合意・会合の当事者と年。主体の国は、名が挙がらなくても当事者に数え、「対象」は数えない。
CREATE VIEW v_agreement_partner_year AS
WITH parties AS (
  SELECT measure_slug, partner_code FROM agreement_parties WHERE role_code <> 'target'
  UNION
  SELECT measure_slug, jurisdiction_code FROM agreements WHERE jurisdiction_implied
)
SELECT DISTINCT parties.partner_code, agreements.measure_slug, agreements.jurisdiction_code,
       agreements.form_code, agreements.level_code,
       CAST(substr(CAST(agreements.date_from AS TEXT), 1, 4) AS INTEGER) AS year,
       agreements.document_slug, agreements.section_code
  FROM parties JOIN agreements ON agreements.measure_slug = parties.measure_slug;

-- Which section tells of which measure, each pair once.
-- どの節がどの施策に触れるか。組ごとに一度。
CREATE VIEW v_measure_sections AS
SELECT DISTINCT citations.measure_slug, measures.kind_code, citations.document_slug,
       citations.section_code
  FROM citations JOIN measures ON measures.slug = citations.measure_slug;

-- Relations between measures, with what joins them in words, and whether it holds both ways.
-- 施策どうしの関係。その言葉と、逆向きにも成り立つか。
CREATE VIEW v_edges AS
SELECT relations.measure_slug AS source, relations.related_slug AS target, relations.kind_code,
       codelists.label_ja, codelists.label_en, codelists.symmetric, relations.inferred,
       relations.document_slug, relations.section_code
  FROM relations
  JOIN codelists ON codelists.list = 'relation_kind' AND codelists.code = relations.kind_code;
