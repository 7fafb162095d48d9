import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { systemUser, type User } from '#lib/auth/core.ts';
import { hashPassword } from '#lib/auth/password.ts';
import type { Context } from '#lib/context.ts';
import { auditAll } from '#lib/course/audit.ts';
import { demoAccounts, demoPassword } from '#lib/course/core.ts';

/**
 * Classmates of the demo course: invented, and as varied as a class is, in script, direction, length and punctuation.
 * The second is where the address cannot be made of the name.
 */
const names: [name: string, address?: string][] = [
  ['Amara Nwosu'],
  ['Anh Nguyễn Thị Minh'],
  ['Björn Þorsteinsson'],
  ['Chloë Vandenbroucke'],
  ['Dimitra Papadopoulou'],
  ['Elif Yıldız'],
  ['Farah Haddad'],
  ['Gabriel O’Sullivan'],
  ['Hyun-woo Choi'],
  ['Imani Wanjiru'],
  ['Jiří Dvořák'],
  ['José Luis García-Fernández'],
  ['Kavya Subramaniam'],
  ['Li Wei'],
  ['María de los Ángeles Etxeberria Goikoetxea-Villanueva', 'maria.etxeberria'],
  ['Mariana Gonçalves'],
  ['Ngozi Adeyemi'],
  ['Oluwaseun Bankole-Hughes'],
  ['Priya'],
  ['Søren Mikkelsen'],
  ['Tatiana Kuznetsova-Belyaeva'],
  ['Yuki Tanaka'],
  ['נועה בן־ארי', 'noa.benari'],
  ['محمد عبد الرحمن الراشد', 'mohammed.alrashid'],
];

/** Letters that do not come apart into a base letter and an accent. */
const plain: Record<string, string> = { ø: 'o', þ: 'th', ı: 'i', đ: 'd', ł: 'l' };

function addressOf(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[øþıđł]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .split(' ');
  return [...new Set([words[0], words.at(-1)])].join('.');
}

export const classmates = names.map(([name, address = addressOf(name)]) => ({
  name,
  email: `${address}@example.edu`,
}));

const accountNames = { instructor: 'Ingrid Solheim', assistant: 'Tomás Aguilar', student: 'Sam Okafor' };

/** Who speaks in the demo: one of the three accounts by role, or a classmate by name. */
export type Voice = string;

/** The context of somebody at an instant. @throws for a name that nobody has */
export type Speak = (voice: Voice, at: Date) => Context;

/**
 * Adds everybody on the first day of the course. All have the demo's password, which is no secret: its hash is made once.
 */
export async function createPeople(tx: Db, now: Date): Promise<Speak> {
  const passwordHash = await hashPassword(demoPassword);
  const everybody = [
    ...demoAccounts.map(({ email, role }) => ({ email, role, name: accountNames[role] })),
    ...classmates.map((classmate) => ({ ...classmate, role: 'student' as const })),
  ];
  const rows = everybody.map((person) => ({ ...person, passwordHash, createdAt: now }));
  const made = await tx.insert(users).values(rows).returning();
  const created = made.map(({ id, email, name, role }) => ({ subject: id, after: { email, name, role } }));
  await auditAll(tx, { user: systemUser, now }, 'user.create', created);
  return speakersOf(tx, made);
}

function speakersOf(db: Db, people: User[]): Speak {
  const voices = new Map<Voice, User>();
  for (const { id, email, name, role } of people) {
    const account = demoAccounts.find((one) => one.email === email);
    voices.set(account?.role ?? name, { id, email, name, role });
  }
  return (voice, now) => {
    const user = voices.get(voice);
    if (!user) throw new Error(`There is no ${voice} in the demo course.`);
    return { user, db, now };
  };
}

/** The same for a course whose people are there already. */
export async function findPeople(tx: Db): Promise<Speak> {
  return speakersOf(tx, await tx.select().from(users));
}
