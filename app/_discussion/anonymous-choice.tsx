import { CheckField } from '../_components/field.tsx';

/** Says plainly from whom the name is kept. */
export function AnonymousChoice({ checked }: { checked: boolean }) {
  const hint = 'Classmates do not see your name. Staff do.';
  return <CheckField label="Post anonymously" hint={hint} name="anonymous" checked={checked} />;
}
