import { type Cell, cornerOf, type Slide, sumOf, type Term } from '#lib/ml/convolution.ts';
import { say, sayPlace, sayProduct, saySum } from './words.ts';

/** The sum behind the current cell: every product, then the total, then the same in a sentence. */
export function Sum({ output, terms, slide }: { output: Cell; terms: Term[]; slide: Slide }) {
  const zeros = terms.filter((term) => term.isPadding).length;
  const corner = cornerOf(output, slide);
  return (
    <div>
      <p className="mb-1.5 font-[550] text-ink-soft">Weight × pixel, then the sum</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 font-mono tabular-nums">
        {terms.map((term) => (
          <li key={`${term.at.row},${term.at.column}`} className="term" data-padding={term.isPadding || undefined}>
            {sayProduct(term)} = {say(term.product)}
          </li>
        ))}
      </ul>
      <p className="mt-2 font-mono text-base break-words tabular-nums">
        {saySum(terms)} = <strong className="font-semibold">{say(sumOf(terms))}</strong>
      </p>
      <p className="mt-1 text-ink-soft">
        This is {sayPlace(output)} of the map. The kernel’s upper left corner lies{' '}
        {corner.row < 0 || corner.column < 0 ? 'on the padding' : `at ${sayPlace(corner)} of the image`}
        {zeros > 0 ? `, and ${zeros} of the ${terms.length} pixels under it are padding.` : '.'}
      </p>
    </div>
  );
}
