import '@fontsource-variable/instrument-sans';
import '@fontsource-variable/jetbrains-mono';
import '@fontsource-variable/source-serif-4/opsz.css';
import '@fontsource-variable/source-serif-4/opsz-italic.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { themeCookie } from './_components/theme-cookie.ts';
import { ToastRegion } from './_components/toast.tsx';

export const metadata: Metadata = {
  title: { default: 'Deep learning', template: '%s · Deep learning' },
  description: 'A course in which models are written, trained and graded.',
  robots: { index: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf6ee' },
    { media: '(prefers-color-scheme: dark)', color: '#111a29' },
  ],
};

/** The chosen theme comes from a cookie and is in the first byte of the page: no flash, and no inline script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const chosen = (await cookies()).get(themeCookie)?.value;
  const theme = chosen === 'light' || chosen === 'dark' ? chosen : undefined;
  return (
    // The switch changes `data-theme` before React knows of it.
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body className="min-h-dvh antialiased print:min-h-0">
        <ToastRegion>{children}</ToastRegion>
      </body>
    </html>
  );
}
