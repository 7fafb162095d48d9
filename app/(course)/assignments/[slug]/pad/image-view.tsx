'use client';
import { useEffect, useRef } from 'react';
import type { Image } from './pad.ts';

/** Ink on paper, in both themes: the numbers are 0 for paper and 1 for ink. The words stand beside it. */
export function ImageView({ image, className = '' }: { image: Image; className?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // A canvas is drawn by hand.
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const picture = context.createImageData(image.width, image.height);
    image.pixels.forEach((value, i) => {
      const ink = 1 - Math.min(1, Math.max(0, value));
      picture.data.set([31 + 224 * ink, 27 + 226 * ink, 22 + 226 * ink, 255], i * 4);
    });
    context.putImageData(picture, 0, 0);
  }, [image]);
  return (
    <canvas
      ref={canvas}
      width={image.width}
      height={image.height}
      aria-hidden
      className={`block aspect-square rounded-sm [image-rendering:pixelated] ${className}`}
    />
  );
}
