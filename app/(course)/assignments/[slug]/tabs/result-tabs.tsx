'use client';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { Tab, TabList, TabPanel, Tabs } from '../../../../_components/tabs.tsx';
import type { Runs } from '../run/use-runs.ts';
import type { Assignment } from '../workbench.tsx';
import { ConsoleTab } from './console-tab.tsx';
import { DataTab } from './data-tab.tsx';
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
        {Object.entries(names).map(([value, name]) => (
          <Tab key={value} value={value}>
            {name}
          </Tab>
        ))}
      </TabList>
      <TabPanel value="training" className={panel}>
        <TrainingTab runs={runs} limit={manifest.limits.parameters} onLine={onLine} />
      </TabPanel>
      <TabPanel value="console" className="flex flex-col px-5 py-4 data-[state=inactive]:hidden">
        <ConsoleTab runs={runs} onLine={onLine} />
      </TabPanel>
      <TabPanel value="model" className={panel}>
        <ModelTab model={runs.state.model} limit={manifest.limits.parameters} layers={manifest.limits.layers} />
      </TabPanel>
      <TabPanel value="tests" className={panel}>
        <TestsTab manifest={manifest} runs={runs} />
      </TabPanel>
      <TabPanel value="data" className={panel}>
        <DataTab manifest={manifest} runs={runs} />
      </TabPanel>
      <TabPanel value="submissions" className={panel}>
        <SubmissionsTab slug={assignment.slug} submissions={submissions} />
      </TabPanel>
    </Tabs>
  );
}
