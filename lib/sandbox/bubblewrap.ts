import { closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cgroups } from './cgroup.ts';
import { dropPrivileges, findProgram, launch, nodeCommand, priority, resourceLimits } from './command.ts';
import { harnessProgram, type Isolate, type Missing } from './isolate.ts';
import type { Root } from './root.ts';
import { seccompFilter } from './seccomp.ts';

/** The descriptor on which bubblewrap reads the filter: the first after the protocol's. */
const filterDescriptor = 4;

/**
 * Tier S: every namespace of its own, a read-only root with Node and the bundle and nothing else (no /proc, no /dev),
 * no capability, no system call that is not needed, a control group where there can be one, and Node's own permissions
 * above that.
 */
export function findBubblewrap(root: Root, groups: Cgroups | null): Isolate | Missing {
  const name = 'bubblewrap';
  const [bwrap, setpriv, prlimit] = [findProgram('bwrap'), findProgram('setpriv'), findProgram('prlimit')];
  if (process.arch !== 'x64') return { name, reason: `its system call filter is not written for ${process.arch}` };
  if (!bwrap) return { name, reason: 'bwrap is not installed (on Debian and Ubuntu: apt install bubblewrap)' };
  if (!setpriv || !prlimit) return { name, reason: 'setpriv or prlimit is missing (util-linux)' };
  const filter = path.join(root.folder, '..', `${path.basename(root.folder)}.bpf`);
  writeFileSync(filter, seccompFilter(), { mode: 0o644 });

  return {
    name,
    tier: 'S',
    start(limits, program = harnessProgram) {
      // Opened for each process: the descriptor's position is shared with whoever inherits it.
      const descriptor = openSync(filter, 'r');
      try {
        const command = [
          ...dropPrivileges(setpriv),
          ...priority(limits),
          ...resourceLimits(prlimit, limits),
          bwrap,
          ...['--unshare-all', '--die-with-parent', '--cap-drop', 'ALL'],
          ...['--uid', '65534', '--gid', '65534', '--hostname', 'sandbox'],
          ...['--ro-bind', root.folder, '/', '--remount-ro', '/', '--chdir', '/app'],
          ...['--seccomp', String(filterDescriptor), '--'],
          ...nodeCommand('/bin/node', '/app', limits, program),
        ];
        return groups ? groups.launch(limits, command, { descriptors: [descriptor] }) : launch(command, [descriptor]);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}
