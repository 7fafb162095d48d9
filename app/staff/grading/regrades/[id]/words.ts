import { countSetGrades, gradeChanges, losesGrade, type RegradeRow, summarize } from '#lib/grading/core/regrade.ts';

type End = { publishedAt: Date | null; discardedAt: Date | null; policy: string | null };

/** What a regrade does or did, in a few sentences. */
export function regradeSentence({ publishedAt, discardedAt, policy }: End, rows: readonly RegradeRow[]): string {
  const { covered, rises, falls, same, unfinished, failed } = summarize(rows);
  const losers = gradeChanges(rows).filter(losesGrade).length;
  const set = countSetGrades(rows);
  const said = [
    `Of ${covered === 1 ? '1 submission' : `${covered} submissions`}, the points of ${rises} rise, of ${falls} fall and of ${same} stay.`,
    ...(unfinished > 0 ? [`${unfinished} ${unfinished === 1 ? 'is' : 'are'} not regraded yet.`] : []),
    ...(failed > 0 ? [`${failed} could not be regraded.`] : []),
  ];
  if (discardedAt) return [...said, 'It was discarded: nothing changed for students.'].join(' ');
  if (set > 0)
    said.push(`${set === 1 ? '1 student keeps the grade' : `${set} students keep the grades`} that staff set.`);
  if (losers === 0 || (publishedAt && policy === 'never_lower')) {
    return [...said, publishedAt ? 'Nobody’s grade became lower.' : 'Nobody’s grade would become lower.'].join(' ');
  }
  const whose = losers === 1 ? 'the grade of 1 student' : `the grades of ${losers} students`;
  return [...said, publishedAt ? `It lowered ${whose}.` : `Published as it is, it lowers ${whose}.`].join(' ');
}
