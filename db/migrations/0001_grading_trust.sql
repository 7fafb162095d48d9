CREATE TABLE "regrade_submissions" (
	"regrade_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"applied_at" timestamp with time zone,
	CONSTRAINT "regrade_submissions_regrade_id_submission_id_pk" PRIMARY KEY("regrade_id","submission_id")
);
--> statement-breakpoint
CREATE TABLE "regrades" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"version_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid,
	"published_at" timestamp with time zone,
	"published_by" uuid,
	"policy" text,
	"discarded_at" timestamp with time zone,
	"discarded_by" uuid,
	CONSTRAINT "regrades_reason" CHECK (length("regrades"."reason") between 1 and 2000),
	CONSTRAINT "regrades_policy" CHECK ("regrades"."policy" in ('never_lower', 'as_is')),
	CONSTRAINT "regrades_published" CHECK (("regrades"."published_at" is null) = ("regrades"."policy" is null)),
	CONSTRAINT "regrades_end" CHECK ("regrades"."published_at" is null or "regrades"."discarded_at" is null)
);
--> statement-breakpoint
CREATE TABLE "hidden"."ladder" (
	"user_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"score" double precision NOT NULL,
	"losses" "bytea" NOT NULL,
	CONSTRAINT "ladder_user_id_version_id_pk" PRIMARY KEY("user_id","version_id")
);
--> statement-breakpoint
ALTER TABLE "graders" ADD COLUMN "warm" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "grading_runs" ADD COLUMN "improved" boolean;--> statement-breakpoint
ALTER TABLE "grading_runs" ADD COLUMN "tier" text;--> statement-breakpoint
ALTER TABLE "grading_runs" ADD COLUMN "version_id" uuid;--> statement-breakpoint
ALTER TABLE "grading_runs" ADD COLUMN "regrade_id" uuid;--> statement-breakpoint
ALTER TABLE "regrade_submissions" ADD CONSTRAINT "regrade_submissions_regrade_id_regrades_id_fk" FOREIGN KEY ("regrade_id") REFERENCES "public"."regrades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_submissions" ADD CONSTRAINT "regrade_submissions_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_slug_assignments_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."assignments"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_version_id_assignment_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."assignment_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_discarded_by_users_id_fk" FOREIGN KEY ("discarded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden"."ladder" ADD CONSTRAINT "ladder_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden"."ladder" ADD CONSTRAINT "ladder_version_id_assignment_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."assignment_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden"."ladder" ADD CONSTRAINT "ladder_run_id_grading_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."grading_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "regrade_submissions_submission" ON "regrade_submissions" USING btree ("submission_id","regrade_id");--> statement-breakpoint
CREATE INDEX "regrades_slug" ON "regrades" USING btree ("slug","created_at");--> statement-breakpoint
ALTER TABLE "grading_runs" ADD CONSTRAINT "grading_runs_version_id_assignment_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."assignment_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grading_runs" ADD CONSTRAINT "grading_runs_regrade_id_regrades_id_fk" FOREIGN KEY ("regrade_id") REFERENCES "public"."regrades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grading_runs_finished" ON "grading_runs" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "grading_runs_regrade" ON "grading_runs" USING btree ("regrade_id") WHERE "grading_runs"."regrade_id" is not null;