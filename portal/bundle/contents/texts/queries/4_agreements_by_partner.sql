-- 4. Japan's agreements and meetings by partner and year; a blank year is not printed.
-- 4. 日本の合意・会合を、相手国・地域と年別に。年の空欄は記載なし。
SELECT partner_code, year, COUNT(DISTINCT measure_slug) AS agreements
  FROM v_agreement_partner_year
 WHERE jurisdiction_code = 'jp' AND partner_code <> 'jp'
 GROUP BY partner_code, year
 ORDER BY partner_code, COALESCE(year, 9999);
