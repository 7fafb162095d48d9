import { cookies } from 'next/headers';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { User } from '#lib/auth/core.ts';
import { demoAccounts } from '#lib/course/core.ts';
import { paths } from '#lib/paths.ts';
import { buttonClass } from '../../_components/button.tsx';
import { EnterAs } from '../../_shell/enter-as.tsx';
import { TourSwitch } from './tour-switch.tsx';

const slug = '06-cnn-translation';
const [student, , instructor] = demoAccounts;

/** A step of a card. `by` is the demo account that takes it; null: whoever is here. */
type Step = { name: string; href: string; by: string | null };
type Card = { title: string; text: string; steps: Step[] };

const cards: Card[] = [
  {
    title: 'Run the plain network',
    text: 'It trains in your browser and gets about 6 of 10 digits right: each of its weights is tied to one place in the image.',
    steps: [{ name: 'Run it', href: paths.startInWorkbench(slug, 'run'), by: student.email }],
  },
  {
    title: 'Make it convolutional',
    text: 'Put a convolutional network of ours in its place, with about as few weights, and watch it pass.',
    steps: [{ name: 'Apply and run it', href: paths.startInWorkbench(slug, 'apply'), by: student.email }],
  },
  {
    title: 'Submit it, read the result',
    text: 'The server grades it on digits that neither you nor your browser has seen.',
    steps: [{ name: 'Submit', href: paths.startInWorkbench(slug, 'submit'), by: student.email }],
  },
  {
    title: 'Change sides',
    text: 'The instructor sees what you handed in, and what waits for an answer.',
    steps: [
      { name: 'See that submission', href: paths.staff.tour('submission'), by: instructor.email },
      { name: 'Accept a proposal', href: paths.staff.tour('proposal'), by: instructor.email },
      { name: 'Mark a reflection', href: paths.staff.tour('reflection'), by: instructor.email },
    ],
  },
  {
    title: 'Read a lecture',
    text: 'What is the value of the right-most node? The lecture asks it, and says why an answer is right.',
    steps: [{ name: 'Answer it', href: paths.lecture('convolutional-networks', 'the-value-of-a-node'), by: null }],
  },
];

export const tourCookie = 'tour';

/** In a demo course only: leads a visitor through the product in five minutes. It can be put away, and comes back. */
export async function Tour({ user }: { user: User }) {
  const isAway = (await cookies()).get(tourCookie)?.value === 'away';
  if (isAway) {
    return (
      <p className="-mt-4 mb-8 text-sm">
        <TourSwitch cookie={tourCookie} away={false}>
          Show the tour of this demo
        </TourSwitch>
      </p>
    );
  }
  return (
    <section aria-labelledby="tour" className="mb-14 rounded-lg bg-sheet px-5 pt-4 pb-6 sm:px-7">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="tour" className="text-lg">
          This demo in five minutes
        </h2>
        <TourSwitch cookie={tourCookie} away>
          Put away
        </TourSwitch>
      </div>
      <ol className="mt-4 grid gap-x-7 gap-y-7 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-5">
        {cards.map((card, i) => (
          <TourCard key={card.title} card={card} number={i + 1} user={user} />
        ))}
      </ol>
    </section>
  );
}

function TourCard({ card: { title, text, steps }, number, user }: { card: Card; number: number; user: User }) {
  return (
    <li className="flex flex-col border-t-2 border-accent pt-3">
      <h3 className="flex gap-2 text-base">
        <span aria-hidden className="text-accent tabular-nums">
          {number}
        </span>
        {title}
      </h3>
      <p className="mt-1 mb-4 text-sm text-ink-soft">{text}</p>
      <div className="mt-auto flex flex-wrap gap-2">
        {steps.map((step) => (
          <TourStep key={step.name} step={step} user={user}>
            {step.name}
          </TourStep>
        ))}
      </div>
    </li>
  );
}

/** A link where the reader has the role already, else a button that takes it and goes there. */
function TourStep({ step: { href, by }, user, children }: { step: Step; user: User; children: ReactNode }) {
  if (by !== null && by !== user.email) {
    return (
      <EnterAs email={by} href={href}>
        {children}
      </EnterAs>
    );
  }
  return (
    // Not prefetched: a staff step decides where it leads when it is taken.
    <Link href={href} prefetch={false} className={buttonClass({ size: 'sm' })}>
      {children}
    </Link>
  );
}
