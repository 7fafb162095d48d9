'use client';
import { useEffect, useReducer, useRef, useState } from 'react';
import { type AnyManifest, shownMetric } from '#lib/assignments/core/manifest.ts';
import type { Case } from '#lib/grading/core/call-test.ts';
import { taskOf } from '#lib/grading/core/plan.ts';
import { callJob } from '#lib/grading/core/score-calls.ts';
import type { HarnessEvent, Split, TensorData } from '#lib/harness/protocol.ts';
import {
  createRunner,
  type RunJob,
  type Runner,
  RunnerError,
  type SandboxUrls,
  type WantedBackend,
} from '../runner.ts';
import { fetchCases, fetchData, type VisibleData } from './data.ts';
import { afterReload, newRecord, recordOf, stateOf } from './run-record.ts';
import { idle, isLive, type RunState, reduceRun } from './run-state.ts';
import { listRuns, putRun, type RunRecord } from './run-store.ts';

type Options = {
  slug: string;
  scope: string;
  manifest: AnyManifest;
  urls: SandboxUrls;
};

export type Runs = ReturnType<typeof useRuns>;

/** The run that goes, the runs that went, and what one can do with them. */
export function useRuns({ slug, scope, manifest, urls }: Options) {
  const metric = shownMetric(manifest); // what a run's score is
  const [state, dispatch] = useReducer(reduceRun, idle);
  const [runs, setRuns] = useState<RunRecord[]>([]);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  const [listed, setListed] = useState(false);
  const [backend, setBackend] = useState<WantedBackend>('auto');
  const runner = useRef<Runner | null>(null);
  const data = useRef<Promise<VisibleData> | null>(null);
  const cases = useRef<Promise<Case[]> | null>(null);

  // The worker and its frame live as long as the page shows this assignment.
  useEffect(() => {
    const mine = createRunner({ urls });
    runner.current = mine;
    const forget = whenIdle(() => mine.warm());
    return () => {
      forget();
      mine.dispose();
    };
  }, [urls]);

  // What earlier visits left; the newest is shown, so that a reload goes on where it was.
  useEffect(() => {
    let left = false;
    void listRuns(scope).then((found) => {
      if (left) return;
      setRuns((now) => (now.length ? now : found.map(afterReload)));
      setListed(true);
      const last = found.at(-1);
      if (last) {
        setCurrentId((now) => now ?? last.id);
        dispatch({ type: 'show', state: stateOf(afterReload(last)) });
      }
    });
    return () => {
      left = true;
    };
  }, [scope]);

  function getData(): Promise<VisibleData> {
    data.current ??= fetchData(slug);
    data.current.catch(() => {
      data.current = null; // the next run tries again
    });
    return data.current;
  }

  function getCases(): Promise<Case[]> {
    cases.current ??= fetchCases(slug);
    cases.current.catch(() => {
      cases.current = null;
    });
    return cases.current;
  }

  /** A model is trained, functions are called with the examples. @returns also what its predictions are held against */
  async function planRun(code: string, quick: boolean): Promise<{ job: RunJob; validation: Split | null }> {
    if (manifest.kind === 'functions') {
      return { job: { ...callJob(manifest, await getCases(), false), code }, validation: null };
    }
    const visible = await getData();
    const job: RunJob = { kind: 'train', code, task: taskOf(manifest), seed: manifest.seed, quick, ...visible };
    return { job, validation: visible.validation };
  }

  /** Keeps a run in the list and in the browser's store. */
  function keep(record: RunRecord) {
    setRuns((all) => [...all.filter(({ id }) => id !== record.id), record].slice(-20));
    void putRun(record);
  }

  async function run(code: string, quick: boolean) {
    const number = Math.max(0, ...runs.map((one) => one.number)) + 1;
    const record = newRecord({ scope, number, code, quick });
    let folded = reduceRun(idle, { type: 'start', at: performance.now(), quick });
    dispatch({ type: 'show', state: folded });
    setCurrentId(record.id);
    setReady(false);
    keep(record);
    let validation: Split | null = null;
    const hear = (event: HarnessEvent) => {
      const action = { type: 'event', event, at: performance.now() } as const;
      folded = reduceRun(folded, action);
      dispatch(action);
      if (event.type === 'weights' || event.type === 'done') keep(recordOf(record, folded, validation, metric));
    };
    try {
      const planned = await planRun(code, quick);
      validation = planned.validation;
      await runner.current?.start(planned.job, hear, { backend });
    } catch (error) {
      hear({ type: 'failure', note: { code: 'no_result', phase: 'train', detail: sentenceOf(error) } });
      hear({ type: 'done', stopped: false });
    }
    setReady(runner.current?.ready ?? false);
  }

  /** An earlier run's model becomes the one that the console and the drawing ask. */
  async function openRun(id: string) {
    const record = runs.find((one) => one.id === id);
    if (!record) return;
    setCurrentId(id);
    dispatch({ type: 'show', state: stateOf(record) });
    await load(record);
  }

  async function load(record: RunRecord): Promise<void> {
    setReady(false);
    if (!record.model || !record.weights || manifest.kind === 'functions') return;
    const { model, weights } = record;
    const job = { kind: 'load', topology: model.topology, weights, task: taskOf(manifest) } as const;
    await runner.current?.start(job, ignoreAllButLogs, { backend }).catch(() => {});
    setReady(runner.current?.ready ?? false);
  }

  function ignoreAllButLogs(event: HarnessEvent) {
    if (event.type === 'log') dispatch({ type: 'event', event, at: performance.now() });
  }

  /** After a reload there is no worker yet: the run that is shown is loaded into one first. */
  async function awake(): Promise<Runner> {
    const mine = runner.current;
    if (!mine) throw new RunnerError('Run your code first.');
    const record = runs.find((one) => one.id === currentId);
    if (!mine.ready && !isLive(state) && record?.weights) await load(record);
    return mine;
  }

  async function evaluate(expression: string): Promise<void> {
    dispatch({ type: 'log', level: 'input', text: expression });
    try {
      const text = await (await awake()).evaluate(expression);
      dispatch({ type: 'log', level: 'value', text });
    } catch (error) {
      dispatch({ type: 'log', level: 'error', text: sentenceOf(error) });
    }
  }

  const predict = async (x: TensorData): Promise<TensorData> => (await awake()).predict(x);

  /** Exports, shapes and limits, without training. The problem as a note's words, or null. */
  async function check(code: string): Promise<RunState> {
    const checker = createRunner({ urls });
    let folded = reduceRun(idle, { type: 'start', at: performance.now(), quick: false });
    const hear = (event: HarnessEvent) => {
      folded = reduceRun(folded, { type: 'event', event, at: performance.now() });
    };
    const { seed } = manifest;
    const job: RunJob =
      manifest.kind === 'functions'
        ? { ...callJob(manifest, [], false), code }
        : { kind: 'build', code, task: taskOf(manifest), seed };
    await checker.start(job, hear, { backend: 'wasm' }).finally(() => checker.dispose());
    return folded;
  }

  function stop() {
    dispatch({ type: 'stopping' });
    runner.current?.stop();
  }

  return {
    state,
    runs,
    /** What earlier visits left is among them. */
    listed,
    current: runs.find(({ id }) => id === currentId) ?? null,
    ready,
    backend,
    setBackend,
    getData,
    getCases,
    run,
    stop,
    openRun,
    evaluate,
    predict,
    check,
    /** A problem found before anything ran: said in the console like any other. */
    refuse: (event: Extract<HarnessEvent, { type: 'failure' }>) => {
      dispatch({ type: 'start', at: performance.now(), quick: false });
      dispatch({ type: 'event', event, at: performance.now() });
      dispatch({ type: 'event', event: { type: 'done', stopped: false }, at: performance.now() });
    },
  };
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 4000);

/** Once the page has nothing better to do. @returns what forgets the task */
function whenIdle(task: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(task, 500); // Safari
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(task, { timeout: 2000 });
  return () => cancelIdleCallback(handle);
}
