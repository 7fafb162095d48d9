import { type ChildProcess, spawn } from 'node:child_process';
import { trySignal } from './processes.ts';

/*
 * An isolated process ends with us because it has asked the kernel for that in its first moments. One that we paused
 * before it came to that would outlive a kill -9 of ours and stay stopped for ever. So a shell that hears from us which
 * process groups are paused ends those when it hears our end, which the kernel sees to.
 */
const script = `
while read -r what group; do
  left=
  for each in $held; do [ "$each" = "$group" ] || left="$left $each"; done
  held=$left
  [ "$what" = hold ] && held="$held $group"
done
for each in $held; do kill -s KILL -- "-$each"; done`;

let keeper: ChildProcess | undefined;

function tell(what: 'hold' | 'release', group: number): void {
  keeper ??= start();
  keeper.stdin?.write(`${what} ${group}\n`);
}

/** In a session of its own: what ends our process group is not to end it first. */
function start(): ChildProcess {
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
  return child;
}

/** Stops a process group until `resumeGroup`, or until this process is gone: then it is killed. */
export function pauseGroup(group: number): void {
  tell('hold', group);
  trySignal(-group, 'SIGSTOP');
}

export function resumeGroup(group: number): void {
  trySignal(-group, 'SIGCONT');
  tell('release', group);
}
