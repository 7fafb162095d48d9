'use client';
import './globals.css';
import { ErrorState } from './_components/error-state.tsx';

/** When even the root layout failed: it brings its own html, and fonts fall back to the system's. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col">
        <ErrorState {...props} />
      </body>
    </html>
  );
}
