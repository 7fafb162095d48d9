'use client';
import { type ReactNode, useEffect } from 'react';
import { Group, type Layout, Panel, Separator, useGroupRef } from 'react-resizable-panels';
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

const layoutKey = 'workbench-layout';

function WidePanes({ prompt, code, results }: Contents) {
  const group = useGroupRef();
  // After the first picture, which must be the server's: it cannot know what this browser remembers.
  useEffect(() => {
    const layout = readLayout();
    if (layout) group.current?.setLayout(layout);
  }, [group]);
  return (
    <Group
      id="workbench"
      orientation="horizontal"
      groupRef={group}
      onLayoutChanged={(layout, { isUserInteraction }) => isUserInteraction && keepLayout(layout)}
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

function keepLayout(layout: Layout) {
  try {
    localStorage.setItem(layoutKey, JSON.stringify(layout));
  } catch {
    // Nothing is lost but the widths.
  }
}

function readLayout(): Layout | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(layoutKey) ?? 'null');
    const widths = value && typeof value === 'object' ? Object.entries(value) : [];
    const isLayout = widths.length === 3 && widths.every(([, width]) => typeof width === 'number');
    return isLayout ? Object.fromEntries(widths) : null;
  } catch {
    return null;
  }
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
