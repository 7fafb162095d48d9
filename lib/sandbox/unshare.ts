import { release } from 'node:os';
import type { Cgroups } from './cgroup.ts';
import { dropPrivileges, findProgram, launch, maxTasks, nodeCommand, priority, resourceLimits } from './command.ts';
import { harnessProgram, type Isolate, type Missing } from './isolate.ts';
import type { Root } from './root.ts';

/**
 * Tier A, from util-linux alone: namespaces of its own, a root with Node and the bundle and nothing else, a limit on
 * processes, and Node's own permissions above that. There is no system call filter.
 */
export function findUnshare(root: Root, groups: Cgroups | null): Isolate | Missing {
  const name = 'unshare';
  const [unshare, setpriv] = [findProgram('unshare'), findProgram('setpriv')];
  if (process.platform !== 'linux') return { name, reason: 'namespaces need Linux' };
  if (!unshare || !setpriv) return { name, reason: 'unshare or setpriv is missing (util-linux)' };
  if (!root.prlimit) return { name, reason: 'prlimit is missing (util-linux)' };

  return {
    name,
    tier: 'A',
    start(limits, program = harnessProgram) {
      const command = [
        ...dropPrivileges(setpriv),
        ...priority(limits),
        unshare,
        ...['--map-current-user', '--net', '--pid', '--ipc', '--uts', '--mount', '--cgroup', '--fork', '--kill-child'],
        ...[`--root=${root.folder}`, '--wd=/app', '--'],
        // Set inside, where the number of processes is counted per namespace (since Linux 5.14).
        ...resourceLimits('/bin/prlimit', limits, kernelCountsPerNamespace() ? maxTasks : undefined),
        ...nodeCommand('/bin/node', '/app', limits, program),
      ];
      return groups ? groups.launch(limits, command) : launch(command);
    },
  };
}

function kernelCountsPerNamespace(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}
