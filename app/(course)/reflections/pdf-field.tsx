'use client';
import { useRef, useState } from 'react';
import { paths } from '#lib/paths.ts';
import { Button } from '../../_components/button.tsx';
import { Field, fileClass } from '../../_components/field.tsx';
import { Progress } from '../../_components/progress.tsx';
import { useHydrated } from '../../_components/use-hydrated.ts';
import { uploadFile } from '../../_writing/upload.ts';

type Chosen = { id: string; name: string };

/** The PDF beside the text: it is sent as soon as it is chosen, and handed in with the text. */
export function PdfField({ current }: { current: string | null }) {
  const [chosen, setChosen] = useState<Chosen | null>(
    current ? { id: current, name: 'The PDF of your version' } : null,
  );
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string>();
  const hydrated = useHydrated();
  const input = useRef<HTMLInputElement>(null);

  async function send(file: File | undefined) {
    if (!file) return;
    setProblem(undefined);
    setShare(0);
    try {
      const { id, name, mediaType } = await uploadFile(file, setShare);
      if (mediaType === 'application/pdf') setChosen({ id, name });
      else setProblem('This is an image. Choose a PDF, or put the image into the text.');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The file could not be sent. Try again.');
    } finally {
      setShare(null);
      if (input.current) input.current.value = '';
    }
  }

  return (
    <div>
      {chosen && <input type="hidden" name="pdf" value={chosen.id} />}
      <Field
        label="PDF beside the text, if you want one"
        hint="Up to 20 MB. The text above is still needed."
        error={problem}
      >
        {(ids) => (
          <input
            {...ids}
            ref={input}
            type="file"
            accept="application/pdf"
            disabled={!hydrated || share !== null}
            onChange={(event) => void send(event.target.files?.[0])}
            className={fileClass}
          />
        )}
      </Field>
      {share !== null && <Progress value={share} label="Sending the PDF" className="mt-2" />}
      {chosen && (
        <p className="mt-2 flex flex-wrap items-center gap-x-3 text-sm">
          <a href={paths.file(chosen.id)} className="link break-all" target="_blank" rel="noopener">
            {chosen.name}
          </a>
          <Button size="sm" tone="quiet" onClick={() => setChosen(null)}>
            Take it away
          </Button>
        </p>
      )}
    </div>
  );
}
