import type { Audit } from '../support/chaos/audit.ts';
import { drawKills, type Victim, wreak } from '../support/chaos/chaos.ts';
import { openChaosCourse } from '../support/chaos/course.ts';
import { describeMachine, save } from './machine.ts';
import { printTable, row, type Table } from './table.ts';

const graders = 3;
const students = 100;

/**
 * `npm run bench -- chaos [submissions] [kills] [seed]`: processes are killed all the while, and nothing may be lost or
 * count twice. @returns whether that is so
 */
export async function benchChaos([submissions = 500, kills = 100, seed = 1]: number[]): Promise<boolean> {
  const victims = drawKills(kills, seed);
  const stops = Math.ceil(kills / 20);
  const machine = describeMachine();
  console.log(`${submissions} submissions, ${kills} kills, ${stops} stops, ${graders} graders, seed ${seed}`);
  const course = await openChaosCourse({ graders, students });
  try {
    const started = performance.now();
    const fate = await wreak(course, { submissions, kills: victims, stops, seed, say: console.log });
    const seconds = (performance.now() - started) / 1000;
    const table = tableOf(fate, victims, stops, seconds);
    printTable(table);
    const { times: _times, ...counts } = fate;
    await save('chaos', { at: new Date().toISOString(), machine, seed, seconds, stops, victims, counts, table });
    return fate.graded === submissions && fate.lost + fate.twice + fate.wrong + fate.open + fate.waiting === 0;
  } finally {
    await course.stop();
  }
}

function tableOf(fate: Audit, victims: Victim[], stops: number, seconds: number): Table {
  const of = (victim: Victim) => victims.filter((each) => each === victim).length;
  const { accepted, graded, lost, twice, wrong, open, waiting, cutShort } = fate;
  return {
    title: `${accepted} submissions in ${Math.round(seconds)} s of chaos`,
    rows: [row('submit to grade', fate.times)],
    notes: [
      `kill -9: ${of('grader')} of graders, ${of('web')} of the web server, ${of('database')} of PostgreSQL; ${stops} graders stopped.`,
      `${graded} graded, ${lost} lost, ${twice} twice, ${wrong} wrong.`,
      `${cutShort} runs were cut short and made good by another; ${open} left open, ${waiting} jobs left waiting.`,
    ],
  };
}
