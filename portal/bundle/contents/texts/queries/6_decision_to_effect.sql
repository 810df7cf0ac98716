-- 6. From cabinet decision to effect, law by law. A blank says that no source prints the day.
-- 6. 法律・法案ごとの閣議決定から施行まで。空欄は資料に日付の記載がないこと。
SELECT measures.slug, measures.kind_code, measures.title_ja, measures.title_en,
       decided.date_edtf AS cabinet_decision, enacted.date_edtf AS enacted,
       effective.date_edtf AS effective
  FROM measures
  LEFT JOIN milestones AS decided
    ON decided.measure_slug = measures.slug AND decided.kind_code = 'cabinet-decision'
  LEFT JOIN milestones AS enacted
    ON enacted.measure_slug = measures.slug AND enacted.kind_code = 'enacted'
  LEFT JOIN milestones AS effective
    ON effective.measure_slug = measures.slug AND effective.kind_code = 'effective'
 WHERE measures.kind_code IN ('law', 'bill')
 ORDER BY measures.slug;
