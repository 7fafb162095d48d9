import Link from 'next/link';
import type { RunAttachment } from '#lib/discussion/core/attachment.ts';
import { paths } from '#lib/paths.ts';
import { Code } from '../_mdx/code-block.tsx';
import '../_mdx/mdx.css';
import { RunCurves } from './run-curves.tsx';

/** What a run looked like when it was asked about: how it ended, what each test said, its curves and its code. */
export function RunAttachmentView({ attachment }: { attachment: RunAttachment }) {
  const { slug, submissionId, label, code, problem, tests, curves } = attachment;
  const missed = tests.filter(({ passed }) => !passed);
  return (
    <section aria-labelledby="run" className="mb-8 rounded-md bg-well px-4 py-4 sm:px-5">
      <h2 id="run" className="text-lg">
        <Link href={paths.submission(slug, submissionId)} className="link first-letter:uppercase">
          {label ?? 'The submission'}
        </Link>
      </h2>
      <p className="mt-1">{ending(attachment)}</p>
      {problem && <p className="mt-2 font-mono text-sm break-words whitespace-pre-wrap">{problem}</p>}
      {missed.length > 0 && (
        <ul className="mt-2 list-disc space-y-1 pl-5 text-sm">
          {missed.map(({ name, message }) => (
            <li key={name}>
              {name}: {message}
            </li>
          ))}
        </ul>
      )}
      {curves && <RunCurves curves={curves} />}
      <details className="mt-3">
        <summary className="text-sm font-[550]">The code as it was handed in</summary>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="mt-2 overflow-x-auto rounded-md bg-sheet px-4 py-3 font-mono text-sm leading-relaxed"
        >
          <Code code={code} language="ts" />
        </pre>
      </details>
    </section>
  );
}

const endings: Record<string, string> = {
  student_error: 'failed',
  timeout: 'ran out of time',
  out_of_memory: 'ran out of memory',
  infra_error: 'was not graded, because the grader failed',
};

function ending({ outcome, points, maxPoints, publicScore }: RunAttachment): string {
  if (outcome === null) return 'When this was asked, it was waiting for its grade.';
  const what = endings[outcome];
  const score = publicScore === null ? '' : `, public score ${publicScore.toFixed(3)}`;
  const got = points === null ? '' : `${Math.round(points * 100) / 100} of ${maxPoints} points${score}`;
  return what ? `It ${what}${got ? `: ${got}` : ''}.` : `${got}.`;
}
