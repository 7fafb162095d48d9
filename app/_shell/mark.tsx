// The product's mark: a 3×3 kernel, the binomial blur, 1 2 1 / 2 4 2 / 1 2 1.
const weights = [1, 2, 1, 2, 4, 2, 1, 2, 1];

export function Mark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 23 23" aria-hidden className={`text-accent ${className}`} fill="currentColor">
      {weights.map((weight, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: nine fixed cells
          key={index}
          x={1 + (index % 3) * 7.25}
          y={1 + Math.floor(index / 3) * 7.25}
          width="6.5"
          height="6.5"
          rx="0.8"
          opacity={0.16 + 0.21 * weight}
        />
      ))}
    </svg>
  );
}
