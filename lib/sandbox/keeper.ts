import { type ChildProcess, spawn } from 'node:child_process';

/*
 * An isolated process asks the kernel to end it with us, but only in its first moments: until then, paused or waiting for
 * a word from the one that started it, it would outlive a kill -9 of ours for ever. So a shell knows the process groups
 * that live, and ends them when it hears our end, which the kernel sees to.
 */
const script = `
while read -r what group; do
  left=
  for each in $held; do [ "$each" = "$group" ] || left="$left $each"; done
  held=$left
  [ "$what" = hold ] && held="$held $group"
done
for each in $held; do kill -s KILL -- "-$each"; done`;

const held = new Set<number>();
let keeper: ChildProcess | undefined;

/** Sees to it that a process that leads a group of its own, and all of its group, ends when we do. */
export function endWithUs(leader: ChildProcess): void {
  const group = leader.pid;
  if (group === undefined) return;
  held.add(group);
  if (keeper) tell('hold', group);
  else start();
  leader.once('exit', () => {
    held.delete(group);
    tell('release', group);
  });
}

function tell(what: 'hold' | 'release', group: number): void {
  keeper?.stdin?.write(`${what} ${group}\n`);
}

/** In a session of its own: what ends our process group is not to end it first. */
function start(): void {
  const child = spawn('sh', ['-c', script], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH }, // none of our secrets
    detached: true,
    cwd: '/',
  });
  const forget = () => {
    if (keeper === child) keeper = undefined;
  };
  child.once('error', forget);
  child.once('exit', forget);
  child.stdin?.on('error', forget);
  // It is no reason for us to stay.
  child.unref();
  if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  keeper = child;
  for (const group of held) tell('hold', group);
}
