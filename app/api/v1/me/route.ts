import { endpoint, json } from '../endpoint.ts';

export const GET = endpoint(async ({ user: { id, email, name, role } }) => json({ id, email, name, role }));
