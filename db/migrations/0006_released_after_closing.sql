DROP VIEW "public"."released_metrics";--> statement-breakpoint
CREATE VIEW "public"."released_metrics" AS (
  select m.run_id, m.metric, m.value
  from hidden.metrics m
  join grading_runs r on r.id = m.run_id
  join submissions s on s.id = r.submission_id
  join items a on a.slug = s.slug
  left join lateral (
    select e.closes_at from extensions e
    where e.slug = s.slug and e.user_id = s.user_id and e.withdrawn_at is null
    order by e.granted_at desc limit 1
  ) own on true
  where m.split = 'private' and a.released_at <= now() and greatest(a.closes_at, own.closes_at) <= now()
);