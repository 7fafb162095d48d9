import './pictures.css';
import type { CSSProperties } from 'react';
import { cellsOf, type Grid } from '#lib/ml/convolution.ts';
import { brightness } from './sliding-kernel/colours.ts';
import { smiley } from './sliding-kernel/presets.ts';

/** The lecture's ten by seven pixels, as numbers and as light. */
export function SmileyNumbers() {
  return (
    <div className="picture-row">
      <NumberTable caption="The image as ten rows of seven numbers" grid={smiley} />
      <div
        role="img"
        aria-label="A smiling face: two eyes and a curved mouth, black on white"
        className="pixels"
        style={{ '--columns': smiley.columns } as CSSProperties}
      >
        {smiley.values.map((value, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pixel is its place
          <span key={i} style={brightness(value, 255)} />
        ))}
      </div>
    </div>
  );
}

const channels = [
  { name: 'Red', colour: '#c0281c', values: [1, 25, 3, 7] },
  { name: 'Green', colour: '#1c7a3b', values: [0, 0, 0, 70] },
  { name: 'Blue', colour: '#1f56b8', values: [0, 0, 0, 150] },
] as const;

export function ColourChannels() {
  const pixel = (i: number) => `rgb(${channels.map(({ values }) => values[i]).join(' ')})`;
  return (
    <div className="picture-row">
      {channels.map(({ name, colour, values }) => (
        <div key={name}>
          <p className="picture-name" style={{ borderColor: colour }}>
            {name}
          </p>
          <NumberTable caption={`${name} channel`} grid={{ rows: 2, columns: 2, values }} />
        </div>
      ))}
      <div>
        <p className="picture-name">Together</p>
        <div
          role="img"
          aria-label="Four pixels: three nearly black, the lower right one blue"
          className="pixels large"
          style={{ '--columns': 2 } as CSSProperties}
        >
          {[0, 1, 2, 3].map((i) => (
            <span key={i} style={{ background: pixel(i) }} />
          ))}
        </div>
      </div>
    </div>
  );
}

/** The twelve inputs in the order a dense layer gets them. */
export function FlattenedPixels() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="picture-scroll" aria-label="The twelve inputs" tabIndex={0}>
      <table className="numbers">
        <caption className="sr-only">The twelve inputs of the colour image</caption>
        <thead>
          <tr>
            {channels.map(({ name, colour }) => (
              <th key={name} colSpan={4} scope="colgroup" className="picture-name" style={{ borderColor: colour }}>
                {name}
              </th>
            ))}
          </tr>
          <tr>
            {Array.from({ length: 12 }, (_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an input is its number
              <th key={i} scope="col">
                <i>x</i>
                <sub>{i + 1}</sub>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {channels.flatMap(({ name, values }) =>
              values.map((value, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an input is its place
                <td key={`${name} ${i}`}>{value}</td>
              )),
            )}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

const places = [
  { name: '(A)', ink: [1, 6, 7] },
  { name: '(B)', ink: [13, 18, 19] },
];

/** One shape of three pixels at two places of a 5 × 5 field. */
export function TwoPlaces() {
  return (
    <div className="picture-row">
      {places.map(({ name, ink }) => (
        <div key={name}>
          <p className="picture-name">{name}</p>
          <div
            role="img"
            aria-label={`Five by five pixels with ink on ${ink.map((n) => `x ${n}`).join(', ')}`}
            className="field"
            style={{ '--columns': 5 } as CSSProperties}
          >
            {cellsOf({ rows: 5, columns: 5 }).map((_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a pixel is its number
              <span key={i} data-ink={ink.includes(i + 1) || undefined}>
                <i>x</i>
                <sub>{i + 1}</sub>
              </span>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function NumberTable({ caption, grid }: { caption: string; grid: Grid }) {
  const rows = cellsOf({ rows: grid.rows, columns: 1 }).map(({ row }) =>
    grid.values.slice(row * grid.columns, (row + 1) * grid.columns),
  );
  return (
    <table className="numbers">
      <caption className="sr-only">{caption}</caption>
      <tbody>
        {rows.map((row, r) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <tr key={r}>
            {row.map((value, c) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
              <td key={c}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
