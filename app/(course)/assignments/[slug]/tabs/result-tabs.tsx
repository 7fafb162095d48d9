'use client';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { Tab, TabList, TabPanel, Tabs } from '../../../../_components/tabs.tsx';
import type { Runs } from '../run/use-runs.ts';
import type { Assignment } from '../workbench.tsx';
import { ConsoleTab } from './console-tab.tsx';
import { DataTab } from './data-tab.tsx';
import { ExampleList, ExampleTests } from './examples.tsx';
import { ModelTab } from './model-tab.tsx';
import { SubmissionsTab } from './submissions-tab.tsx';
import { TestsTab } from './tests-tab.tsx';
import { TrainingTab } from './training-tab.tsx';

const names = {
  training: 'Training',
  console: 'Console',
  model: 'Model',
  tests: 'Tests',
  data: 'Data',
  submissions: 'Submissions',
};
export type TabName = keyof typeof names;

/** Functions train nothing and build no model. */
const tabsOf: Record<AnyManifest['kind'], TabName[]> = {
  model: ['training', 'console', 'model', 'tests', 'data', 'submissions'],
  functions: ['tests', 'console', 'data', 'submissions'],
};

type Props = {
  tab: TabName;
  onTab: (tab: TabName) => void;
  assignment: Assignment;
  runs: Runs;
  submissions: SubmissionView[];
  onLine: (line: number) => void;
};

export function ResultTabs({ tab, onTab, assignment, runs, submissions, onLine }: Props) {
  const { manifest } = assignment;
  const panel = 'overflow-y-auto px-5 py-4';
  return (
    <Tabs value={tab} onValueChange={(next) => onTab(next as TabName)} className="min-h-0 flex-1">
      <TabList label="Results" className="px-2">
        {tabsOf[manifest.kind].map((value) => (
          <Tab key={value} value={value}>
            {names[value]}
          </Tab>
        ))}
      </TabList>
      {manifest.kind === 'model' ? (
        <>
          <TabPanel value="training" className={panel}>
            <TrainingTab runs={runs} limit={manifest.limits.parameters} onLine={onLine} />
          </TabPanel>
          <TabPanel value="model" className={panel}>
            <ModelTab model={runs.state.model} limit={manifest.limits.parameters} layers={manifest.limits.layers} />
          </TabPanel>
        </>
      ) : null}
      <TabPanel value="console" className="flex flex-col px-5 py-4 data-[state=inactive]:hidden">
        <ConsoleTab kind={manifest.kind} runs={runs} onLine={onLine} />
      </TabPanel>
      <TabPanel value="tests" className={panel}>
        {manifest.kind === 'model' ? (
          <TestsTab manifest={manifest} runs={runs} />
        ) : (
          <ExampleTests manifest={manifest} runs={runs} />
        )}
      </TabPanel>
      <TabPanel value="data" className={panel}>
        {manifest.kind === 'model' ? (
          <DataTab manifest={manifest} runs={runs} />
        ) : (
          <ExampleList manifest={manifest} runs={runs} />
        )}
      </TabPanel>
      <TabPanel value="submissions" className={panel}>
        <SubmissionsTab slug={assignment.slug} submissions={submissions} />
      </TabPanel>
    </Tabs>
  );
}
