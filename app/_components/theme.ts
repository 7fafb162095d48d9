'use client';
// useTheme() → 'light' | 'dark' as it is on screen (for canvases and editors). useThemeChoice() → [choice, setChoice].
import { useSyncExternalStore } from 'react';
import { setCookie } from './set-cookie.ts';
import { themeCookie } from './theme-cookie.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

const darkQuery = '(prefers-color-scheme: dark)';

/** What is on screen now; canvases and editors that cannot read CSS colours draw again when it changes. */
export function useTheme(): 'light' | 'dark' {
  return useSyncExternalStore(
    subscribe,
    () => {
      const choice = readChoice();
      if (choice !== 'system') return choice;
      return matchMedia(darkQuery).matches ? 'dark' : 'light';
    },
    () => 'light',
  );
}

export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  return [useSyncExternalStore(subscribe, readChoice, () => 'system' as const), choose];
}

function readChoice(): ThemeChoice {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** The server reads the cookie and writes the attribute, so that the next page is right from its first pixel. */
function choose(choice: ThemeChoice): void {
  setCookie(themeCookie, choice, choice === 'system' ? 0 : 31_536_000); // a year
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

function subscribe(changed: () => void): () => void {
  const media = matchMedia(darkQuery);
  const attribute = new MutationObserver(changed);
  media.addEventListener('change', changed);
  attribute.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', changed);
    attribute.disconnect();
  };
}
