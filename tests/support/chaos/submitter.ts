import { connect, idleTransactionMs } from '#db/client.ts';
import { submit } from '#lib/grading/server.ts';
import { tinySolution, tinyWeights } from '../tiny-assignment.ts';
import { type Order, orderSchema } from './order.ts';

/*
 * The part of the web server that accepts submissions, as a process of its own and under the same role: it answers once
 * a submission is stored.
 */
const { db } = connect(process.env.DATABASE_URL ?? '', { name: 'course web', max: 10, idleTransactionMs });

async function answer({ key, slug, user, diagonal }: Order): Promise<object> {
  const input = { slug, code: tinySolution, weights: tinyWeights(diagonal), label: null, idempotencyKey: key };
  try {
    return { key, id: (await submit({ user, db, now: new Date() }, input)).id };
  } catch (error) {
    return { key, error: String(error) };
  }
}

process.on('message', async (raw) => {
  const reply = await answer(orderSchema.parse(raw));
  process.send?.(reply);
});
process.once('disconnect', () => process.exit(0));
process.send?.({ type: 'ready' });
