-- 3. Export controls at the end of each month by who imposes them; suspensions are gaps.
-- 3. 各月末に実施中の輸出管理を、実施する国別に。停止は中断として別に数える。
SELECT month, imposed_by_code,
       SUM(CASE WHEN state = 'in-force' THEN 1 ELSE 0 END) AS in_force,
       SUM(CASE WHEN state = 'suspended' THEN 1 ELSE 0 END) AS suspended
  FROM v_controls_in_force
 WHERE effect_code <> 'relaxed'
 GROUP BY month, imposed_by_code
 ORDER BY month, imposed_by_code;
