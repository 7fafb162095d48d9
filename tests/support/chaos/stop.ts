import { setTimeout as wait } from 'node:timers/promises';
import { trySignal } from '#lib/sandbox/processes.ts';
import { type ChaosCourse, graderName } from './course.ts';

export type Stopped = { name: string; jobId: string; goOn: () => void };

/** Stops a grader while a run of its is open. Between the look and the signal the run may end: then again. */
export async function stopInMidRun(course: ChaosCourse, over: AbortSignal): Promise<Stopped | null> {
  while (!over.aborted) {
    for (const { pid } of course.graders) {
      const stopped = await tryStop(course, pid);
      if (stopped) return stopped;
    }
    await wait(10);
  }
  return null;
}

async function tryStop({ ask, owner }: ChaosCourse, pidNow: () => number | null): Promise<Stopped | null> {
  const pid = pidNow();
  if (pid === null) return null;
  const name = graderName(pid);
  const openRun = () =>
    ask(
      () => owner.client<{ jobId: string }[]>`select job_id as "jobId" from grading_runs
      where grader = ${name} and kind = 'grade' and outcome is null`,
    );
  if ((await openRun()).length === 0) return null;
  trySignal(pid, 'SIGSTOP');
  const [run] = await openRun();
  if (run && pidNow() === pid) return { name, jobId: run.jobId, goOn: () => trySignal(pid, 'SIGCONT') };
  trySignal(pid, 'SIGCONT');
  return null;
}
