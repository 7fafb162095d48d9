CREATE SCHEMA "hidden";
--> statement-breakpoint
CREATE TABLE "assignment_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"version" integer NOT NULL,
	"manifest" jsonb NOT NULL,
	"prompt" text NOT NULL,
	"starter" text NOT NULL,
	"content_hash" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"published_by" uuid,
	CONSTRAINT "assignment_versions_number" UNIQUE("slug","version")
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"slug" text PRIMARY KEY NOT NULL,
	"opens_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"released_at" timestamp with time zone,
	CONSTRAINT "assignments_slug" CHECK ("assignments"."slug" ~ '^[0-9a-z][0-9a-z-]{0,63}$'),
	CONSTRAINT "assignments_dates" CHECK ("assignments"."opens_at" < "assignments"."due_at" and "assignments"."due_at" <= "assignments"."closes_at")
);
--> statement-breakpoint
CREATE TABLE "draft_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"code" text NOT NULL,
	"revision" integer NOT NULL,
	"saved_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"user_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"code" text NOT NULL,
	"revision" integer NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "drafts_user_id_slug_pk" PRIMARY KEY("user_id","slug"),
	CONSTRAINT "drafts_size" CHECK (octet_length("drafts"."code") <= 65536)
);
--> statement-breakpoint
CREATE TABLE "visible_splits" (
	"version_id" uuid NOT NULL,
	"split" text NOT NULL,
	"rows" integer NOT NULL,
	"sha256" text NOT NULL,
	"gzip" "bytea" NOT NULL,
	CONSTRAINT "visible_splits_version_id_split_pk" PRIMARY KEY("version_id","split"),
	CONSTRAINT "visible_splits_split" CHECK ("visible_splits"."split" in ('train', 'validation'))
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "password_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"session_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deactivated_at" timestamp with time zone,
	CONSTRAINT "users_role" CHECK ("users"."role" in ('student', 'assistant', 'instructor')),
	CONSTRAINT "users_email_shape" CHECK ("users"."email" like '%_@_%' and length("users"."email") <= 254),
	CONSTRAINT "users_name_length" CHECK (length("users"."name") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" uuid,
	"verb" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "course" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"title" text NOT NULL,
	"time_zone" text NOT NULL,
	"term_start" timestamp with time zone NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "course_single" CHECK ("course"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"user_id" uuid NOT NULL,
	"place" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "visits_user_id_place_pk" PRIMARY KEY("user_id","place")
);
--> statement-breakpoint
CREATE TABLE "graders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"isolate" text NOT NULL,
	"tier" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grading_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"submission_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text,
	"points" double precision,
	"max_points" double precision,
	"public_score" double precision,
	"note" jsonb,
	"log" text,
	"isolate" text,
	"grader" text,
	"job_id" uuid,
	"staff_note" text,
	CONSTRAINT "grading_runs_kind" CHECK ("grading_runs"."kind" in ('grade', 'verify')),
	CONSTRAINT "grading_runs_outcome" CHECK ("grading_runs"."outcome" in ('graded', 'student_error', 'timeout', 'out_of_memory', 'infra_error')),
	CONSTRAINT "grading_runs_finished" CHECK (("grading_runs"."finished_at" is null) = ("grading_runs"."outcome" is null)),
	CONSTRAINT "grading_runs_points" CHECK ("grading_runs"."points" between 0 and "grading_runs"."max_points"),
	CONSTRAINT "grading_runs_scored" CHECK (("grading_runs"."outcome" = 'infra_error') = ("grading_runs"."points" is null) or "grading_runs"."outcome" is null or "grading_runs"."kind" = 'verify')
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"version_id" uuid NOT NULL,
	"code" text NOT NULL,
	"weights" "bytea",
	"label" text,
	"idempotency_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "submissions_idempotency" UNIQUE("user_id","slug","idempotency_key"),
	CONSTRAINT "submissions_code_size" CHECK (octet_length("submissions"."code") <= 65536)
);
--> statement-breakpoint
CREATE TABLE "test_results" (
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"passed" boolean NOT NULL,
	"points" double precision NOT NULL,
	"max_points" double precision NOT NULL,
	"message" text NOT NULL,
	CONSTRAINT "test_results_run_id_position_pk" PRIMARY KEY("run_id","position"),
	CONSTRAINT "test_results_points" CHECK ("test_results"."points" between 0 and "test_results"."max_points")
);
--> statement-breakpoint
CREATE TABLE "hidden"."deployment" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"seed" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deployment_single" CHECK ("hidden"."deployment"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "hidden"."splits" (
	"version_id" uuid NOT NULL,
	"split" text NOT NULL,
	"rows" integer NOT NULL,
	"sha256" text NOT NULL,
	"inputs" "bytea" NOT NULL,
	"labels" "bytea" NOT NULL,
	CONSTRAINT "splits_version_id_split_pk" PRIMARY KEY("version_id","split"),
	CONSTRAINT "splits_split" CHECK ("hidden"."splits"."split" in ('public', 'private'))
);
--> statement-breakpoint
CREATE TABLE "hidden"."metrics" (
	"run_id" uuid NOT NULL,
	"split" text NOT NULL,
	"metric" text NOT NULL,
	"value" double precision NOT NULL,
	CONSTRAINT "metrics_run_id_split_metric_pk" PRIMARY KEY("run_id","split","metric")
);
--> statement-breakpoint
ALTER TABLE "assignment_versions" ADD CONSTRAINT "assignment_versions_slug_assignments_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."assignments"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_versions" ADD CONSTRAINT "assignment_versions_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_versions" ADD CONSTRAINT "draft_versions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_versions" ADD CONSTRAINT "draft_versions_slug_assignments_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."assignments"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_slug_assignments_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."assignments"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visible_splits" ADD CONSTRAINT "visible_splits_version_id_assignment_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."assignment_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grading_runs" ADD CONSTRAINT "grading_runs_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_slug_assignments_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."assignments"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_version_id_assignment_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."assignment_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "test_results" ADD CONSTRAINT "test_results_run_id_grading_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."grading_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden"."splits" ADD CONSTRAINT "splits_version_id_assignment_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."assignment_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hidden"."metrics" ADD CONSTRAINT "metrics_run_id_grading_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."grading_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "draft_versions_owner" ON "draft_versions" USING btree ("user_id","slug","saved_at");--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "password_links_user" ON "password_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sign_in_failures_subject_at" ON "sign_in_failures" USING btree ("subject","at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "visits_user_at" ON "visits" USING btree ("user_id","at");--> statement-breakpoint
CREATE INDEX "grading_runs_submission" ON "grading_runs" USING btree ("submission_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "grading_runs_one_result" ON "grading_runs" USING btree ("job_id") WHERE "grading_runs"."outcome" <> 'infra_error';--> statement-breakpoint
CREATE INDEX "submissions_student" ON "submissions" USING btree ("user_id","slug","created_at");--> statement-breakpoint
CREATE INDEX "submissions_slug" ON "submissions" USING btree ("slug","created_at");--> statement-breakpoint
CREATE VIEW "public"."released_metrics" AS (
  select m.run_id, m.metric, m.value
  from hidden.metrics m
  join grading_runs r on r.id = m.run_id
  join submissions s on s.id = r.submission_id
  join assignments a on a.slug = s.slug
  where m.split = 'private' and a.released_at <= now()
);