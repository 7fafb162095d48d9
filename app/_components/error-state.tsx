'use client';
// The page Next shows when one of ours throws: `export default ErrorState` in an error.tsx.
import { RotateCw } from 'lucide-react';
import { Button } from './button.tsx';
import { StatePage } from './state-page.tsx';

type Props = { error: Error & { digest?: string }; reset: () => void };

export function ErrorState({ error, reset }: Props) {
  return (
    <StatePage
      code="500"
      title="Something broke on our side"
      action={
        <Button tone="primary" onClick={reset}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      }
    >
      <p>The page could not be made. What you had saved is safe. Often trying again is enough.</p>
      {error.digest && (
        <p className="font-sans text-sm">
          If it stays, tell your instructor this number: <code className="font-mono text-ink">{error.digest}</code>
        </p>
      )}
    </StatePage>
  );
}
