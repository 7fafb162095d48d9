const inputs = [
  { value: 8, weight: -4, y: 30 },
  { value: 3, weight: -1, y: 100 },
  { value: 6, weight: 2, y: 170 },
] as const;

const minus = (n: number) => `${n}`.replace('-', '−');

/** Three nodes with their values, three edges with their weights, and the node that they lead to. */
export function OneNode() {
  return (
    <svg
      viewBox="0 0 340 200"
      role="img"
      aria-label="Three nodes with the values 8, 3 and 6 lead to one node on the right. The weights of their edges are −4, −1 and 2."
      className="w-full max-w-md font-mono"
      fill="currentColor"
      fontSize="16"
      textAnchor="middle"
    >
      {inputs.map(({ value, weight, y }) => (
        <g key={value}>
          <line x1="56" y1={y} x2="284" y2="100" stroke="var(--rule-strong)" strokeWidth="1.5" />
          {/* On the edge, a third of the way along, on a ground of its own. */}
          <rect x="118" y={y + (100 - y) * 0.36 - 13} width="42" height="26" fill="var(--paper)" />
          <text x="139" y={y + (100 - y) * 0.36 + 5.5}>
            {minus(weight)}
          </text>
          <circle cx="30" cy={y} r="26" fill="var(--sheet)" stroke="currentColor" strokeWidth="1.5" />
          <text x="30" y={y + 5.5}>
            {value}
          </text>
        </g>
      ))}
      <circle cx="310" cy="100" r="26" fill="var(--accent-wash)" stroke="var(--accent)" strokeWidth="2" />
      <text x="310" y="105.5">
        ?
      </text>
    </svg>
  );
}
