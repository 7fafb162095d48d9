import type { Cgroups } from './cgroup.ts';
import { dropPrivileges, findProgram, maxFiles, maxTasks, nodeCommand, priority } from './command.ts';
import { harnessProgram, type Isolate, type Missing } from './isolate.ts';
import type { Root } from './root.ts';

/** Seen from outside: threads of gVisor itself, and one that runs each thread inside. */
const maxHostTasks = 256;

/**
 * Tier A: a kernel of its own, in user space, that takes every system call (https://gvisor.dev), as an ordinary user, in
 * namespaces of util-linux, which also end it and take what it writes; and Node's own permissions inside. Its kernel
 * limits processes. Memory it cannot limit, and no signal pauses it, so it needs control groups; processor time it
 * counts by the clock where there are more threads than processors, so that is left to our own watch (`run.ts`).
 */
export function findGvisor(root: Root, groups: Cgroups | null): Isolate | Missing {
  const name = 'gvisor';
  const [runsc, unshare, setpriv, mount] = ['runsc', 'unshare', 'setpriv', 'mount'].map(findProgram);
  const shell = findProgram('sh');
  if (!runsc) return { name, reason: 'runsc is not installed (on Debian: apt install runsc)' };
  if (!unshare || !setpriv || !mount || !shell)
    return { name, reason: 'unshare, setpriv or mount is missing (util-linux)' };
  if (!root.prlimit || !root.shell) return { name, reason: 'prlimit is missing (util-linux)' };
  if (!groups?.holdsMemory || !groups.freezes) {
    return { name, reason: 'no control groups can be made that limit memory and freeze' };
  }
  const isolated = ['--user', '--map-root-user', '--net', '--pid', '--ipc', '--uts', '--mount', '--cgroup'];
  const start = `${mount} -t tmpfs tmpfs /run && printf %s "$1" >/run/config.json && exec ${runsc} ${flags.join(' ')}`;

  return {
    name,
    tier: 'A',
    start(limits, program = harnessProgram) {
      const inner = [
        // gVisor passes on three descriptors: what it has as standard output is the protocol's, inside and outside.
        ...['/bin/sh', '-c', 'exec 3>&1 >&2; unset HOME PWD; exec "$@"', 'sh'],
        ...['/bin/prlimit', `--nproc=${maxTasks}`, '--fsize=0', `--nofile=${maxFiles}`, '--core=0'],
        ...nodeCommand('/bin/node', '/app', limits, program),
      ];
      const command = [
        ...dropPrivileges(setpriv),
        ...priority(limits),
        ...[unshare, ...isolated, '--mount-proc', '--fork', '--kill-child', '--'],
        ...[shell, '-c', `exec >&3 3>&-; ${start}`, 'sh', JSON.stringify(container(root.folder, inner))],
      ];
      return { ...groups.launch(limits, command, { tasks: maxHostTasks, freeze: true }), opaque: true };
    },
  };
}

const flags = [
  ...['--rootless', '--ignore-cgroups', '--network=none', '--root=/run/state', '--log=/dev/null'],
  ...['run', '--bundle=/run', 'sandbox'],
];

/** What is to run, as the Open Container Initiative's runtime specification describes it. */
function container(root: string, args: string[]) {
  const none: string[] = [];
  const capabilities = { bounding: none, effective: none, inheritable: none, permitted: none };
  const readOnly = (destination: string) => ({ destination, type: 'tmpfs', source: 'tmpfs', options: ['ro'] });
  return {
    ociVersion: '1.0.0',
    process: { user: { uid: 65534, gid: 65534 }, args, env: none, cwd: '/app', capabilities, noNewPrivileges: true },
    root: { path: root, readonly: true },
    hostname: 'sandbox',
    // Else it gives folders that can be written to.
    mounts: ['/tmp', '/dev/shm'].map(readOnly),
    linux: { namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
  };
}
