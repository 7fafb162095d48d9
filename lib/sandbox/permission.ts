import { dropPrivileges, findProgram, launch, nodeCommand, priority, resourceLimits } from './command.ts';
import { harnessProgram, type Isolate } from './isolate.ts';

/**
 * For the demonstration on loopback where nothing better exists: Node's own permissions, which its makers do not call
 * a boundary. A process of ours can be signalled from inside, and whoever breaks V8 is an ordinary user of the machine.
 */
export function permissionIsolate(node: string, app: string): Isolate {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  const prlimit = process.platform === 'linux' ? findProgram('prlimit') : undefined;
  return {
    name: 'permission',
    tier: 'demo',
    start: (limits, program = harnessProgram) =>
      launch([
        ...(setpriv ? dropPrivileges(setpriv) : []),
        ...priority(limits),
        ...(prlimit ? resourceLimits(prlimit, limits) : []),
        ...nodeCommand(node, app, limits, program),
      ]),
  };
}
