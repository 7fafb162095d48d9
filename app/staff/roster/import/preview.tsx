import type { ReactNode } from 'react';
import { roleNames } from '#lib/auth/core.ts';
import type { Changed, ImportPlan } from '#lib/roster/core/plan.ts';
import type { ImportPreview } from '#lib/roster/import.ts';
import { Notice } from '../../../_components/notice.tsx';
import { RowHeader, Table, Td, Th } from '../../../_components/table.tsx';

/** Longer lists are folded: of five thousand people nobody reads all. */
const openUpTo = 60;

/** What an import would do: problems first, then what changes, then what stays. */
export function Preview({ plan, ignored, guessed }: ImportPreview) {
  return (
    <div className="space-y-6">
      <p role="status" className="font-serif text-lg">
        {summary(plan)}
      </p>
      {guessed && (
        <Notice tone="warn" title="The file does not say how it writes accents">
          It was read as Windows-1252. Check the names below; if they are wrong, save the file as UTF-8.
        </Notice>
      )}
      {ignored.length > 0 && (
        <p className="text-sm break-words text-ink-soft">Columns that are not used: {ignored.join(', ')}.</p>
      )}
      {plan.newSections.length > 0 && (
        <p className="break-words">
          New sections: <bdi>{plan.newSections.join(', ')}</bdi>.
        </p>
      )}
      <Problems problems={plan.problems} />
      <Added plan={plan} />
      <ChangedPeople changed={plan.changed} />
      <Names title="Missing from the file" people={plan.missing} />
      <Names title="Unchanged" people={plan.unchanged} folded />
    </div>
  );
}

function summary({ added, changed, unchanged, missing, problems }: ImportPlan): string {
  const lines = problems.length === 1 ? '1 line has a problem' : `${problems.length} lines have a problem`;
  return `${added.length} new, ${changed.length} changed, ${unchanged.length} unchanged, ${missing.length} missing from the file. ${problems.length === 0 ? 'Every line could be read.' : `${lines}.`}`;
}

function Fold({ title, count, open, children }: { title: string; count: number; open: boolean; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <details open={open}>
      <summary className="mb-2 font-serif text-lg font-semibold">
        {title} ({count})
      </summary>
      {children}
    </details>
  );
}

function Problems({ problems }: { problems: ImportPlan['problems'] }) {
  return (
    <Fold title="Problems" count={problems.length} open>
      <Table caption="Problems">
        <thead>
          <tr>
            <Th numeric>Line</Th>
            <Th>What is wrong</Th>
            <Th>What to do</Th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ line, message, remedy }) => (
            <tr key={`${line} ${message}`}>
              <RowHeader numeric>{line}</RowHeader>
              <Td className="min-w-40 text-bad">{message}</Td>
              <Td className="min-w-40">{remedy}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Fold>
  );
}

function Added({ plan: { added } }: { plan: ImportPlan }) {
  return (
    <Fold title="New" count={added.length} open={added.length <= openUpTo}>
      <Table caption="New people">
        <thead>
          <tr>
            <Th numeric>Line</Th>
            <Th>Name</Th>
            <Th>E-mail</Th>
            <Th>Role</Th>
            <Th>Section</Th>
          </tr>
        </thead>
        <tbody>
          {added.map(({ line, name, email, role, section }) => (
            <tr key={email}>
              <Td numeric>{line}</Td>
              <RowHeader>
                <bdi>{name}</bdi>
              </RowHeader>
              <Td>{email}</Td>
              <Td>{roleNames[role]}</Td>
              <Td>{section ? <bdi>{section}</bdi> : '–'}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Fold>
  );
}

function ChangedPeople({ changed }: { changed: Changed[] }) {
  return (
    <Fold title="Changed" count={changed.length} open={changed.length <= openUpTo}>
      <Table caption="Changed people">
        <thead>
          <tr>
            <Th numeric>Line</Th>
            <Th>Person</Th>
            <Th>Change</Th>
          </tr>
        </thead>
        <tbody>
          {changed.map((change) => (
            <tr key={change.person.id}>
              <Td numeric>{change.line}</Td>
              <RowHeader>
                <bdi>{change.person.name}</bdi>
                <span className="block font-normal text-ink-soft">{change.person.email}</span>
              </RowHeader>
              <Td>
                <Changes change={change} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Fold>
  );
}

function Changes({ change: { name, role, section, returns } }: { change: Changed }) {
  return (
    <ul className="space-y-1">
      {name && <FromTo what="Name" from={name.from} to={name.to} />}
      {role && <FromTo what="Role" from={roleNames[role.from]} to={roleNames[role.to]} />}
      {section && <FromTo what="Section" from={section.from ?? 'none'} to={section.to ?? 'none'} />}
      {returns && <li>Is reactivated</li>}
    </ul>
  );
}

function FromTo({ what, from, to }: { what: string; from: string; to: string }) {
  return (
    <li>
      {what}: <del className="text-ink-soft">{from}</del> <ins className="font-[550] no-underline">{to}</ins>
    </li>
  );
}

function Names({ title, people, folded = false }: { title: string; people: ImportPlan['missing']; folded?: boolean }) {
  return (
    <Fold title={title} count={people.length} open={!folded && people.length <= openUpTo}>
      <ul className="columns-1 gap-8 text-sm sm:columns-2">
        {people.map(({ id, name, email }) => (
          <li key={id} className="break-inside-avoid py-1 break-words">
            <bdi>{name}</bdi> <span className="text-ink-soft">{email}</span>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
