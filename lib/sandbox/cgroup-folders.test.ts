import { expect, test } from 'vitest';
import { parseGroups } from './cgroup-folders.ts';

/** As Linux writes them: `id parent device root mount options - type source options`. */
const mounted = (root: string, mount: string, type: string, options: string) =>
  `35 31 0:32 ${root} ${mount} rw,relatime - ${type} ${type} rw,${options}`;

const memory = mounted('/', '/sys/fs/cgroup/memory', 'cgroup', 'memory');
const pids = mounted('/', '/sys/fs/cgroup/pids', 'cgroup', 'pids');
const freezer = mounted('/', '/sys/fs/cgroup/freezer', 'cgroup', 'freezer');
const other = mounted('/', '/sys/fs/cgroup/cpu', 'cgroup', 'cpu,cpuacct');
const unified = (root = '/') => mounted(root, '/sys/fs/cgroup', 'cgroup2', 'nsdelegate');

test('version 1 has a folder a controller, below our own', () => {
  expect(
    parseGroups(
      '8:pids:/\n6:freezer:/\n4:memory:/service/a\n1:cpu,cpuacct:/x\n0::/\n',
      [memory, pids, freezer, other].join('\n'),
    ),
  ).toEqual([
    { controllers: 'memory', mount: '/sys/fs/cgroup/memory', folder: '/sys/fs/cgroup/memory/service/a' },
    { controllers: 'pids', mount: '/sys/fs/cgroup/pids', folder: '/sys/fs/cgroup/pids' },
    { controllers: 'freezer', mount: '/sys/fs/cgroup/freezer', folder: '/sys/fs/cgroup/freezer' },
  ]);
});

test('version 2 has one folder for all', () => {
  expect(parseGroups('0::/system.slice/grader.service\n', unified())).toEqual([
    { controllers: 'unified', mount: '/sys/fs/cgroup', folder: '/sys/fs/cgroup/system.slice/grader.service' },
  ]);
});

test('a container sees a part of the tree, under another path', () => {
  expect(parseGroups('0::/docker/abc\n', unified('/docker/abc'))[0]?.folder).toBe('/sys/fs/cgroup');
  expect(parseGroups('0::/docker/abc/leaf\n', unified('/docker/abc'))[0]?.folder).toBe('/sys/fs/cgroup/leaf');
});

test('where nothing is mounted, or nothing is told, there is nothing', () => {
  expect(parseGroups('0::/\n', '36 31 0:33 / /proc rw - proc proc rw')).toEqual([]);
  expect(parseGroups('', '')).toEqual([]);
});
