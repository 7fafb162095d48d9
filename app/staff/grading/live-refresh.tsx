'use client';
import { Pause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Button } from '../../_components/button.tsx';
import { useHydrated } from '../../_components/use-hydrated.ts';

/**
 * Asks the server for this page again and again while somebody can see it. React keeps what is open and where the focus
 * is; who wants the page to stand still stops it.
 */
export function LiveRefresh({ everySeconds }: { everySeconds: number }) {
  const router = useRouter();
  const hydrated = useHydrated();
  const [isPaused, setPaused] = useState(false);
  useEffect(() => {
    if (isPaused) return;
    const look = () => document.visibilityState === 'visible' && router.refresh();
    const timer = setInterval(look, everySeconds * 1000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [isPaused, everySeconds, router]);
  return (
    <div className="flex items-center gap-2 text-sm text-ink-soft">
      <span>{isPaused ? 'Stands still' : `Looks again every ${everySeconds} seconds`}</span>
      <Button size="sm" tone="quiet" disabled={!hydrated} onClick={() => setPaused(!isPaused)}>
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
        {isPaused ? 'Go on' : 'Pause'}
      </Button>
    </div>
  );
}
