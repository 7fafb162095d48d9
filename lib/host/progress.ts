import { bold, dim, green } from 'ansis';

export type Progress = {
  /** Says that something long has begun. */
  begin: (stage: string, note: string) => void;
  done: (stage: string, note: string) => void;
  say: (line: string) => void;
};

/** One line a stage, with the seconds since the line before. */
export function printProgress(write: (text: string) => void = (text) => void process.stdout.write(text)): Progress {
  let last = performance.now();
  return {
    begin: (stage, note) => write(`  ${dim('…')} ${stage.padEnd(10)}${dim(note)}\n`),
    done: (stage, note) => {
      const seconds = ((performance.now() - last) / 1000).toFixed(1);
      last = performance.now();
      write(`  ${green('✓')} ${bold(stage.padEnd(10))}${note} ${dim(`${seconds} s`)}\n`);
    },
    say: (line) => write(`${line}\n`),
  };
}
