import type { CSSProperties } from 'react';

/** A pixel as light: 0 black, `white` white, the number on it always readable. Paper and ink of the theme play no part. */
export function brightness(value: number, white: number): CSSProperties {
  const share = Math.max(0, Math.min(1, value / white));
  const level = Math.round(share * 255);
  return { background: `rgb(${level} ${level} ${level})`, color: share > 0.45 ? '#111' : '#fff' };
}

/**
 * Blue below zero, orange above, the ground's own colour at zero.
 * @param share −1…1. Full strength stops at half of the colour, so that ink stays readable on it.
 */
export function diverging(share: number): CSSProperties {
  const side = share < 0 ? 'low' : 'high';
  const strength = Math.round(Math.min(1, Math.abs(share)) * 50);
  return { background: `color-mix(in oklab, var(--diverging-${side}) ${strength}%, var(--diverging-zero))` };
}
