import { expect, it } from 'vitest';
import { addressOf } from './address.ts';

const forwardedFor = '203.0.113.9, 198.51.100.7';

it('believes the socket, whatever the headers say', () => {
  expect(addressOf({ peer: '192.0.2.1', forwardedFor, trustedProxy: undefined })).toBe('192.0.2.1');
  expect(addressOf({ peer: '192.0.2.1', forwardedFor, trustedProxy: '10.0.0.1' })).toBe('192.0.2.1');
});

it('believes what the trusted proxy appended, not what the client put before it', () => {
  expect(addressOf({ peer: '::ffff:10.0.0.1', forwardedFor, trustedProxy: '10.0.0.1' })).toBe('198.51.100.7');
});

it('falls back to one bucket when no address is known', () => {
  expect(addressOf({ peer: undefined, forwardedFor, trustedProxy: undefined })).toBe('unknown');
});
