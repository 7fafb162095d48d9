DROP VIEW "public"."released_metrics";--> statement-breakpoint
ALTER TABLE "assignments" RENAME TO "items";--> statement-breakpoint
ALTER TABLE "draft_versions" RENAME COLUMN "slug" TO "place";--> statement-breakpoint
ALTER TABLE "draft_versions" RENAME COLUMN "code" TO "text";--> statement-breakpoint
ALTER TABLE "drafts" RENAME COLUMN "slug" TO "place";--> statement-breakpoint
ALTER TABLE "drafts" RENAME COLUMN "code" TO "text";--> statement-breakpoint
ALTER TABLE "items" DROP CONSTRAINT "assignments_slug";--> statement-breakpoint
ALTER TABLE "items" DROP CONSTRAINT "assignments_dates";--> statement-breakpoint
ALTER TABLE "drafts" DROP CONSTRAINT "drafts_size";--> statement-breakpoint
ALTER TABLE "assignment_versions" DROP CONSTRAINT "assignment_versions_slug_assignments_slug_fk";
--> statement-breakpoint
ALTER TABLE "draft_versions" DROP CONSTRAINT "draft_versions_slug_assignments_slug_fk";
--> statement-breakpoint
ALTER TABLE "drafts" DROP CONSTRAINT "drafts_slug_assignments_slug_fk";
--> statement-breakpoint
ALTER TABLE "regrades" DROP CONSTRAINT "regrades_slug_assignments_slug_fk";
--> statement-breakpoint
ALTER TABLE "submissions" DROP CONSTRAINT "submissions_slug_assignments_slug_fk";
--> statement-breakpoint
DROP INDEX "draft_versions_owner";--> statement-breakpoint
ALTER TABLE "drafts" DROP CONSTRAINT "drafts_user_id_slug_pk";--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_user_id_place_pk" PRIMARY KEY("user_id","place");--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "kind" text DEFAULT 'code' NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "title" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "assignment_versions" ADD CONSTRAINT "assignment_versions_slug_items_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."items"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_slug_items_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."items"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_slug_items_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."items"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "items_due" ON "items" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "draft_versions_owner" ON "draft_versions" USING btree ("user_id","place","saved_at");--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_slug" CHECK ("items"."slug" ~ '^[0-9a-z][0-9a-z-]{0,63}$');--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_kind" CHECK ("items"."kind" in ('code', 'proposal', 'written'));--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_dates" CHECK ("items"."opens_at" < "items"."due_at" and "items"."due_at" <= "items"."closes_at");--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_place" CHECK (length("drafts"."place") between 1 and 200);--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_size" CHECK (octet_length("drafts"."text") <= 262144);--> statement-breakpoint
UPDATE "drafts" SET "place" = 'assignment:' || "place";--> statement-breakpoint
UPDATE "draft_versions" SET "place" = 'assignment:' || "place";--> statement-breakpoint
UPDATE "items" SET "title" = coalesce((SELECT v."manifest" ->> 'title' FROM "assignment_versions" v WHERE v."slug" = "items"."slug" ORDER BY v."version" DESC LIMIT 1), "slug");--> statement-breakpoint
CREATE VIEW "public"."released_metrics" AS (
  select m.run_id, m.metric, m.value
  from hidden.metrics m
  join grading_runs r on r.id = m.run_id
  join submissions s on s.id = r.submission_id
  join items a on a.slug = s.slug
  where m.split = 'private' and a.released_at <= now()
);