import type { ReactElement } from 'react';
import { placeLabels, scoreDomain, shareText } from './score-scale.ts';

export type Mark = { name: string; score: number; own?: boolean };

const width = 640;
const side = 24;

/** Where the student's score stands between those of others: one line, every mark named on it, and a table beside. */
export function ScoreLine({ metric, marks }: { metric: string; marks: Mark[] }): ReactElement | null {
  if (marks.length === 0) return null;
  const { low, high, ticks } = scoreDomain(marks.map(({ score }) => score));
  const x = (score: number) => side + ((score - low) / (high - low)) * (width - 2 * side);
  const sorted = [...marks].sort((a, b) => a.score - b.score);
  const levels = placeLabels(
    sorted.map((mark) => ({ x: x(mark.score), text: label(mark) })),
    width,
  );
  const height = 82 + 22 * Math.max(0, ...levels.map(({ level }) => level));
  return (
    <figure>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className="hidden w-full max-w-2xl sm:block"
        role="img"
        aria-label={summary(metric, sorted)}
      >
        <line x1={side} x2={width - side} y1={38} y2={38} stroke="var(--rule-strong)" />
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={x(tick)} x2={x(tick)} y1={38} y2={32} stroke="var(--rule-strong)" />
            <text x={x(tick)} y={22} textAnchor="middle" fontSize={13} fill="var(--ink-soft)">
              {shareText(tick)}
            </text>
          </g>
        ))}
        {sorted.map((mark, i) => {
          const place = levels[i];
          if (!place) return null;
          const y = 72 + 22 * place.level;
          return (
            <g key={mark.name} fill={mark.own ? 'var(--accent)' : 'var(--ink-soft)'}>
              <line
                x1={x(mark.score)}
                x2={x(mark.score)}
                y1={38}
                y2={y - 15}
                stroke="currentColor"
                className={mark.own ? 'text-accent' : 'text-rule-strong'}
              />
              {mark.own ? (
                <circle cx={x(mark.score)} cy={38} r={7} />
              ) : (
                <rect
                  x={x(mark.score) - 5}
                  y={33}
                  width={10}
                  height={10}
                  transform={`rotate(45 ${x(mark.score)} 38)`}
                />
              )}
            </g>
          );
        })}
        {/* After every line, and with a rim of paper: a line to a lower label passes behind those above it. */}
        {sorted.map((mark, i) => {
          const place = levels[i];
          if (!place) return null;
          return (
            <text
              key={mark.name}
              x={place.x}
              y={72 + 22 * place.level}
              textAnchor={place.anchor}
              fontSize={14}
              fontWeight={mark.own ? 650 : 400}
              fill={mark.own ? 'var(--accent)' : 'var(--ink-soft)'}
              stroke="var(--paper)"
              strokeWidth={5}
              paintOrder="stroke"
            >
              {label(mark)}
            </text>
          );
        })}
      </svg>
      <ul className="space-y-1 text-sm sm:hidden">
        {sorted.map((mark) => (
          <li
            key={mark.name}
            className={`grid grid-cols-[1fr_3.5rem] gap-x-3 ${mark.own ? 'font-semibold text-accent' : ''}`}
          >
            <span>{mark.own ? `● ${mark.name}` : `◆ ${mark.name}`}</span>
            <span className="text-end tabular-nums">{shareText(mark.score)}</span>
            <span aria-hidden className="col-span-2 h-1.5 bg-well">
              <span
                className={`block h-full ${mark.own ? 'bg-accent' : 'bg-ink-faint'}`}
                style={{ width: `${Math.max(2, ((mark.score - low) / (high - low)) * 100)}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

const label = ({ name, score }: Mark) => `${name} ${shareText(score)}`;

const summary = (metric: string, marks: Mark[]) => `${metric}, from low to high: ${marks.map(label).join(', ')}.`;
