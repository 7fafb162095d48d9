/*
 * `npm run bench`: what safety costs, measured against the same work without it in the same run, and how the pages bear
 * fifty requests a second. Prints tables and writes tests/.results/bench.json. `npm run bench -- pages`: the pages alone,
 * into tests/.results/bench-pages.json. `npm run bench -- chaos [submissions] [kills] [seed]`: what survives when processes
 * are killed all the while, into tests/.results/chaos.json. Plain JavaScript, so that an old Node can still say that it is too old.
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
} else {
  const { bench } = await import('./bench.ts');
  await bench();
}
