'use client';
import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { Tab, TabList, TabPanel, Tabs } from '../../../_components/tabs.tsx';

type Props = {
  wide: boolean;
  /** Which of the three shows where there is room for one. */
  view: string;
  onView: (view: string) => void;
  prompt: ReactNode;
  code: ReactNode;
  results: ReactNode;
};

export function Panes({ wide, ...rest }: Props) {
  return wide ? <WidePanes {...rest} /> : <NarrowPanes {...rest} />;
}

type Contents = Omit<Props, 'wide'>;

// The server has no store of layouts; it draws the default one.
const noStorage = { getItem: () => null, setItem: () => {} };

function WidePanes({ prompt, code, results }: Contents) {
  const storage = typeof window === 'undefined' ? noStorage : window.localStorage;
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: 'workbench', storage });
  return (
    <Group
      id="workbench"
      orientation="horizontal"
      defaultLayout={defaultLayout}
      onLayoutChanged={onLayoutChanged}
      className="min-h-0 flex-1 border-t border-rule"
    >
      <Panel id="prompt" defaultSize="27%" minSize="14rem">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section aria-label="Prompt" tabIndex={0} className="h-full overflow-y-auto focus-visible:-outline-offset-2">
          {prompt}
        </section>
      </Panel>
      <Handle label="Width of the prompt" />
      <Panel id="code" defaultSize="39%" minSize="18rem">
        <section aria-label="Editor" className="flex h-full min-h-0 flex-col bg-sheet">
          {code}
        </section>
      </Panel>
      <Handle label="Width of the editor" />
      <Panel id="results" defaultSize="34%" minSize="18rem">
        <section aria-label="Results" className="flex h-full min-h-0 flex-col">
          {results}
        </section>
      </Panel>
    </Group>
  );
}

function Handle({ label }: { label: string }) {
  return (
    <Separator
      aria-label={label}
      className="relative w-px bg-rule outline-offset-0 transition-colors before:absolute before:inset-y-0 before:-left-1 before:w-[9px] hover:bg-accent data-[separator=active]:bg-accent"
    />
  );
}

function NarrowPanes({ view, onView, prompt, code, results }: Contents) {
  return (
    <Tabs value={view} onValueChange={onView} className="flex-1">
      <TabList label="Parts of the workbench" className="px-2">
        <Tab value="prompt">Prompt</Tab>
        <Tab value="code">Editor</Tab>
        <Tab value="results">Results</Tab>
      </TabList>
      <TabPanel value="prompt" keepMounted>
        {prompt}
      </TabPanel>
      <TabPanel value="code" keepMounted className="flex min-h-[70dvh] flex-col">
        {code}
      </TabPanel>
      <TabPanel value="results" keepMounted>
        {results}
      </TabPanel>
    </Tabs>
  );
}
