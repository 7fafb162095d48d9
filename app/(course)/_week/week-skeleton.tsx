import { Skeleton, SkeletonPage } from '../../_components/skeleton.tsx';

/** The same shape as the page it stands for, so that nothing jumps. */
export function WeekSkeleton() {
  return (
    <SkeletonPage label="Loading this week">
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="space-y-4 border-t-2 border-rule pt-6">
          <Skeleton className="h-5 w-56" />
          <Skeleton className="h-10 w-4/5" />
          <Skeleton className="h-6 w-3/5" />
          <Skeleton className="h-12 w-52" />
        </div>
        <div className="space-y-3">
          <Skeleton className="h-6 w-40" />
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-4/5" />
        </div>
      </div>
    </SkeletonPage>
  );
}
