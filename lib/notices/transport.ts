import nodemailer from 'nodemailer';
import type { MailText } from './compose.ts';

export type Mail = MailText & { to: { name: string; address: string } };

/** Sends one mail, or throws. */
export type SendMail = (mail: Mail) => Promise<void>;

// A server that says nothing for so long is not there. All together stay below the first pause before another try.
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/**
 * The way out that SMTP_URL names: `smtp://user:password@host:587`. The sender is its parameter `from`, else the user where
 * that is an address, else `course@` the course's own host.
 */
export function openTransport(smtpUrl: string, sender: { name: string; host: string }): SendMail {
  const url = new URL(smtpUrl);
  const user = decodeURIComponent(url.username);
  const address = url.searchParams.get('from') ?? (user.includes('@') ? user : `course@${sender.host}`);
  const secure = url.protocol === 'smtps:';
  const transport = nodemailer.createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...(user ? { auth: { user, pass: decodeURIComponent(url.password) } } : {}),
    ...timeouts,
  });
  return async ({ to, subject, text, headers }) => {
    await transport.sendMail({ from: { name: sender.name, address }, to, subject, text, headers });
  };
}

/** Whether a server said that this address does not exist: trying again would not help. */
export function isRefusedAddress(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { responseCode, command } = error as { responseCode?: number; command?: string }; // what nodemailer adds
  return command === 'RCPT TO' && responseCode !== undefined && responseCode >= 550 && responseCode <= 553;
}
