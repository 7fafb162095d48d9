import { Progress } from '../../../../_components/progress.tsx';

export function ParameterMeter({ parameters, limit }: { parameters: number; limit: number }) {
  const over = parameters > limit;
  const words = `${parameters.toLocaleString('en-US')} of ${limit.toLocaleString('en-US')} parameters`;
  return (
    <div className="space-y-1.5">
      <p className={`text-sm tabular-nums ${over ? 'font-semibold text-bad' : 'text-ink-soft'}`}>
        {over ? `Too many: ${words}` : words}
      </p>
      <Progress label="Parameters" value={parameters} max={limit} tone={over ? 'bad' : 'accent'} />
    </div>
  );
}
