import { z } from 'zod';
import { paths } from '#lib/paths.ts';

const storedSchema = z.object({ id: z.string(), name: z.string(), mediaType: z.string() });
export type StoredFile = z.infer<typeof storedSchema>;

const problemSchema = z.object({ title: z.string(), detail: z.string().optional() });

/**
 * Sends a file and says how far it is. `fetch` cannot tell that of what it sends, so this is the older request.
 * @param onProgress a share from 0 to 1
 * @throws Error in words for the reader
 */
export function uploadFile(file: File, onProgress: (share: number) => void): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', paths.upload(file.name));
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Error('The server could not be reached. Check the connection and try again.'));
    request.onload = () => {
      const stored = storedSchema.safeParse(request.response);
      if (request.status === 201 && stored.success) return resolve(stored.data);
      reject(new Error(refusal(request)));
    };
    request.send(file);
  });
}

function refusal({ status, response }: XMLHttpRequest): string {
  const problem = problemSchema.safeParse(response);
  if (problem.success) return [problem.data.title, problem.data.detail].filter(Boolean).join(' ');
  // A proxy in front answered: it knows nothing of our problems.
  if (status === 413) return 'The file is larger than the server takes.';
  return `The server did not take the file (${status}). Try again later.`;
}
