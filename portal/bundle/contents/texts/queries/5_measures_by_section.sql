-- 5. The sections that tell of most measures.
-- 5. 最も多くの施策に触れる節。
SELECT sections.document_slug, sections.section_code, sections.title_ja, sections.title_en,
       COUNT(cited.measure_slug) AS measures
  FROM sections
  LEFT JOIN v_measure_sections AS cited
    ON cited.document_slug = sections.document_slug
   AND cited.section_code = sections.section_code
 GROUP BY sections.document_slug, sections.section_code, sections.title_ja, sections.title_en
 ORDER BY measures DESC, sections.document_slug, sections.section_code;
