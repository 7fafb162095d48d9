/*
 * `npm run bench`: what safety costs, measured against the same work without it in the same run, and how the pages bear
 * fifty requests a second. Prints tables and writes tests/.results/bench.json. `npm run bench -- grading` and
 * `npm run bench -- pages`: these parts alone, into bench-grading.json and bench-pages.json there.
 * `npm run bench -- chaos [submissions] [kills] [seed]`: what survives when processes are killed all the while, into
 * chaos.json. Plain JavaScript, so that an old Node can still say that it is too old.
 */
if (Number(process.versions.node.split('.')[0]) < 26) {
  console.error('Node 26 is needed. `npm install` brings it along; run the benchmark with `npm run bench`.');
  process.exit(1);
}
const [part, ...numbers] = process.argv.slice(2);
if (part === 'chaos') {
  const { benchChaos } = await import('./chaos.ts');
  process.exitCode = (await benchChaos(numbers.map(Number))) ? 0 : 1;
} else if (part === 'pages') {
  const { benchPagesAlone } = await import('./bench.ts');
  await benchPagesAlone();
} else if (part === 'grading') {
  const { benchGradingAlone } = await import('./bench.ts');
  await benchGradingAlone();
} else {
  const { bench } = await import('./bench.ts');
  await bench();
}
