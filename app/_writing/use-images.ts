'use client';
import { useState } from 'react';
import { paths } from '#lib/paths.ts';
import { uploadFile } from './upload.ts';

export type Upload = { id: number; name: string; share: number };

type Options = {
  /** Puts a text in place of the selection. */
  insert: (text: string) => void;
  /** Puts `next` where `old` stands in the text, if it still does. */
  replace: (old: string, next: string) => void;
};

let count = 0;

/** Images on their way into a text: a placeholder stands there until each has arrived. */
export function useImages({ insert, replace }: Options) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  async function add(files: Iterable<File>) {
    const images = [...files].filter((file) => file.type.startsWith('image/'));
    const others = [...files].length - images.length;
    setProblem(others > 0 ? 'Only images can stand in a text: PNG, JPEG or WebP.' : null);
    await Promise.all(images.map(addOne));
  }

  async function addOne(file: File) {
    count += 1;
    const id = count;
    const name = file.name || 'picture';
    const placeholder = `![Uploading ${altOf(name)}, ${id}]()`;
    insert(placeholder);
    setUploads((all) => [...all, { id, name, share: 0 }]);
    try {
      const stored = await uploadFile(file, (share) =>
        setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, share } : upload))),
      );
      replace(placeholder, `![${altOf(name)}](${paths.file(stored.id)})`);
    } catch (error) {
      replace(placeholder, '');
      setProblem(`${name}: ${error instanceof Error ? error.message : 'It could not be sent.'}`);
    } finally {
      setUploads((all) => all.filter((upload) => upload.id !== id));
    }
  }

  return { uploads, problem, add, dismiss: () => setProblem(null) };
}

/** Words for those who cannot see the image, to be written better: the file's name without what would end them. */
export function altOf(name: string): string {
  const words = name
    .replace(/\.[a-z0-9]+$/i, '')
    .replace(/[[\]()\\<>*_`$!\s]+/g, ' ')
    .trim();
  return words === '' || /^image$/i.test(words) ? 'picture' : words.slice(0, 80);
}
