import { type ChildProcess, spawn } from 'node:child_process';

/*
 * An isolated process asks the kernel to end it with us, but only in its first moments: until then, paused or waiting for
 * a word from the one that started it, it would outlive a kill -9 of ours for ever. So a shell knows the process groups
 * that live, and ends them when it hears our end, which the kernel sees to. It is told a process group by its number, or
 * what to write into which file, as `word:file`.
 */
const script = `
while read -r what one; do
  left=
  for each in $held; do [ "$each" = "$one" ] || left="$left $each"; done
  held=$left
  [ "$what" = hold ] && held="$held $one"
done
for each in $held; do
  case $each in
    *:*) echo "\${each%%:*}" >"\${each#*:}" ;;
    *) kill -s KILL -- "-$each" ;;
  esac
done`;

const held = new Set<string>();
let keeper: ChildProcess | undefined;

/** Sees to it that a process that leads a group of its own, and all of its group, ends when we do. */
export function endWithUs(leader: ChildProcess): void {
  if (leader.pid !== undefined) holdFor(leader, String(leader.pid));
}

/** Sees to it that a word is written to a file, should we end before the process does. */
export function writeWithUs(leader: ChildProcess, file: string, word: string): void {
  if (leader.pid !== undefined) holdFor(leader, `${word}:${file}`);
}

function holdFor(leader: ChildProcess, one: string): void {
  held.add(one);
  if (keeper) tell('hold', one);
  else start();
  leader.once('exit', () => {
    held.delete(one);
    tell('release', one);
  });
}

function tell(what: 'hold' | 'release', one: string): void {
  keeper?.stdin?.write(`${what} ${one}\n`);
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
  for (const one of held) tell('hold', one);
}
