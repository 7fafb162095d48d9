import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type NoticeKind, noticeKinds } from './core.ts';

export type Unsubscription = { userId: string; kinds: NoticeKind[] };

const payloadSchema = z.tuple([z.uuid(), z.array(z.enum(noticeKinds)).min(1)]);

/** Says who does not want what by mail, signed, so that nobody can switch off somebody else's. It never expires. */
export function unsubscribeToken({ userId, kinds }: Unsubscription, secret: string): string {
  const payload = Buffer.from(JSON.stringify([userId, kinds])).toString('base64url');
  return `${payload}.${signature(payload, secret).toString('base64url')}`;
}

/** Null for whatever we have not signed. */
export function readUnsubscribeToken(token: string, secret: string): Unsubscription | null {
  const [payload = '', signed = ''] = token.split('.');
  const given = Buffer.from(signed, 'base64url');
  const wanted = signature(payload, secret);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const read = payloadSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return read.success ? { userId: read.data[0], kinds: read.data[1] } : null;
}

// The purpose is part of what is signed: the secret signs sessions too.
const signature = (payload: string, secret: string) =>
  createHmac('sha256', secret).update(`unsubscribe:${payload}`).digest();
