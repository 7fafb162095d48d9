import type { Offset } from './pad.ts';
import { offsets } from './pad.ts';
import type { AnswerAt } from './use-placements.ts';

type Props = { classes: string[]; last: Offset; offset: Offset; at: AnswerAt };

/** What the model thinks of the digit where it stands, and what it would say everywhere else. */
export function Probabilities({ classes, last, offset, at }: Props) {
  const here = at(offset);
  if (!here) return null;
  const winner = winnerOf(here);
  const places = offsets(last.row, last.column);
  const same = places.filter((place) => winnerOf(at(place) ?? here) === winner).length;
  return (
    <div className="flex flex-wrap gap-6">
      <ol aria-label="Probabilities" className="min-w-52 flex-1 space-y-0.5">
        {classes.map((name, i) => {
          const value = here[i] ?? 0;
          const isWinner = i === winner;
          return (
            <li key={name} className={`flex items-center gap-2 text-sm ${isWinner ? 'font-semibold' : ''}`}>
              <span className="w-6 text-end">{name}</span>
              <span aria-hidden className="h-3 flex-1 bg-well">
                <span
                  className={`block h-full ${isWinner ? 'bg-data-2' : 'bg-data-1'}`}
                  style={{ width: `${Math.min(1, Math.max(0, value)) * 100}%` }}
                />
              </span>
              <span className="w-12 text-end tabular-nums">{value.toFixed(2)}</span>
            </li>
          );
        })}
      </ol>
      <figure className="w-40">
        <div
          role="img"
          aria-label={`Answers at all ${places.length} places, ${same} of them ${classes[winner]}`}
          className="grid gap-px"
          style={{ gridTemplateColumns: `repeat(${last.column + 1}, 1fr)` }}
        >
          {places.map((place) => {
            const answer = winnerOf(at(place) ?? here);
            const isHere = place.row === offset.row && place.column === offset.column;
            return (
              <span
                key={`${place.row}-${place.column}`}
                aria-hidden
                className={`grid aspect-square place-items-center text-xs ${answer === winner ? 'bg-accent-wash' : 'bg-warn-wash text-warn'} ${isHere ? 'ring-2 ring-accent' : ''}`}
              >
                {classes[answer]}
              </span>
            );
          })}
        </div>
        <figcaption className="mt-1 text-xs text-ink-soft">
          Its answer at every place: {classes[winner]} at {same} of {places.length}.
        </figcaption>
      </figure>
    </div>
  );
}

function winnerOf(outputs: Float32Array): number {
  return outputs.reduce((best, value, i) => (value > (outputs[best] ?? 0) ? i : best), 0);
}
