import { TriangleAlert } from 'lucide-react';

/** Over every page for everybody, as long as a grader runs student code without isolation. */
export function UnsafeBanner() {
  return (
    <aside aria-label="Grading without isolation" className="shrink-0 border-b border-rule bg-warn-wash print:hidden">
      <p className="flex gap-2.5 px-3 py-2 text-sm sm:px-6">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <span>
          <strong className="font-semibold">Student code is not isolated on this server.</strong> Results that are
          graded this way are marked for staff.
        </span>
      </p>
    </aside>
  );
}
