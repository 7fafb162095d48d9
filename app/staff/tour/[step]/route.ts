import { notFound, redirect } from 'next/navigation';
import { tourSteps } from '#lib/course/core.ts';
import { findTourPlace } from '#lib/course/tour.ts';
import { NotFound } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { staffContext } from '../../../session.ts';

export const dynamic = 'force-dynamic';

/** A card of the demo's home: goes to what it is about, as that is known only once its role is taken. */
export async function GET(_request: Request, { params }: { params: Promise<{ step: string }> }): Promise<never> {
  const { step: name } = await params;
  const step = tourSteps.find((one) => one === name);
  if (!step) notFound();
  const ctx = await staffContext(paths.staff.tour(step));
  const place = await findTourPlace(ctx, step).catch((error) => {
    if (error instanceof NotFound) notFound();
    throw error;
  });
  redirect(place);
}
