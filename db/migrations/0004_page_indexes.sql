CREATE INDEX "extensions_item" ON "extensions" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "posts_endorsed" ON "posts" USING btree ("thread_id") WHERE "posts"."endorsed_at" is not null and "posts"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "posts_removed" ON "posts" USING btree ("id") WHERE "posts"."removed_at" is not null;--> statement-breakpoint
CREATE INDEX "threads_pinned" ON "threads" USING btree ("pinned_at") WHERE "threads"."pinned_at" is not null;--> statement-breakpoint
CREATE INDEX "drafts_begun" ON "drafts" USING btree ("place","user_id") WHERE "drafts"."place" like 'writing:%' and "drafts"."text" <> '';--> statement-breakpoint
CREATE INDEX "grading_runs_graded" ON "grading_runs" USING btree ("started_at") WHERE "grading_runs"."kind" = 'grade' and "grading_runs"."outcome" = 'graded' and "grading_runs"."regrade_id" is null;--> statement-breakpoint
CREATE INDEX "writing_authors_user" ON "writing_authors" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "writing_versions_pdf" ON "writing_versions" USING btree ("pdf_id") WHERE "writing_versions"."pdf_id" is not null;