import path from 'node:path';
import { readOrUndefined } from './processes.ts';

/** Of which kind a hierarchy is: one controller in version 1, all in version 2. */
export type Controllers = 'memory' | 'pids' | 'freezer' | 'unified';

/** Where groups would be made. */
export type GroupFolder = { controllers: Controllers; folder: string };

/** Folders of our own groups, so that whatever limits us goes on limiting what we start below them. */
export function groupFolders(): GroupFolder[] {
  const all = parseGroups(read('/proc/self/cgroup'), read('/proc/self/mountinfo'));
  return all.flatMap((each) => (each.controllers === 'unified' ? passingOn(each) : [each]));
}

type Parsed = GroupFolder & { mount: string };

/**
 * @param cgroup what `/proc/self/cgroup` says: `number:controllers:path` a line
 * @param mountinfo what `/proc/self/mountinfo` says: `… root mount … - type source options` a line
 */
export function parseGroups(cgroup: string, mountinfo: string): Parsed[] {
  const ours = new Map<string, string>();
  for (const line of cgroup.trim().split('\n')) {
    const [, controllers = '', at = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    for (const controller of controllers.split(',')) ours.set(controller, at);
  }
  return mountinfo.split('\n').flatMap((line): Parsed[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [root = '/', mount = ''] = before.split(' ').slice(3, 5);
    const [type, , options = ''] = after.split(' ');
    const controllers = controllersOf(type, options.split(','));
    if (!controllers) return [];
    const own = ours.get(controllers === 'unified' ? '' : controllers) ?? '/';
    return [{ controllers, mount, folder: path.join(mount, path.relative(root, own)) }];
  });
}

function controllersOf(type: string | undefined, options: string[]): Controllers | undefined {
  if (type === 'cgroup2') return 'unified';
  if (type !== 'cgroup') return undefined;
  return (['memory', 'pids', 'freezer'] as const).find((controller) => options.includes(controller));
}

/**
 * Version 2 limits only groups below one that passes its controllers on, and one with processes, as ours is, may not.
 * Then the groups of the whole machine are taken, where we may (as root).
 */
function passingOn({ controllers, folder, mount }: Parsed): GroupFolder[] {
  const passes = (at: string) => {
    const passed = read(path.join(at, 'cgroup.subtree_control')).trim().split(' ');
    return passed.includes('memory') && passed.includes('pids');
  };
  const found = [folder, mount].find(passes);
  return found ? [{ controllers, folder: found }] : [];
}

const read = (file: string) => readOrUndefined(file) ?? '';
