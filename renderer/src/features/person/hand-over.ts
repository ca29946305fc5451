import type { PersonVerdictWords } from '../../locales/en/person.ts';

/** `jane.doe@example.com` becomes `j***@e***`, as AWS masks addresses. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 0) return '***';
  return `${firstOf(email.slice(0, at))}***@${firstOf(email.slice(at + 1))}***`;
}

/** `+441632960121` becomes `+********0121`. Shows nothing of a number that is too short to hide anything. */
export const maskPhone = (phone: string): string =>
  phone.length < 8 ? '***' : `${phone.slice(0, 1)}${'*'.repeat(phone.length - 5)}${phone.slice(-4)}`;

const firstOf = (text: string): string => [...text][0] ?? '';

/** A username may be an address. */
export function maskUsername(username: string): string {
  if (username.includes('@')) return maskEmail(username);
  return /^\+\d{6,}$/.test(username) ? maskPhone(username) : username;
}

/** What goes into a ticket: enough to find the person again and to go on, without their name or addresses. */
export function handOverCard(person: {
  readonly pool: string;
  readonly username: string;
  readonly sub: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly status: string;
  readonly verdict: PersonVerdictWords;
  readonly at: string;
}): string {
  const { verdict } = person;
  return [
    `Person in ${person.pool}, as of ${person.at}`,
    `Username: ${maskUsername(person.username)}`,
    ...(person.sub === null ? [] : [`User ID (sub): ${person.sub}`]),
    ...(person.email === null ? [] : [`Email: ${maskEmail(person.email)}`]),
    ...(person.phone === null ? [] : [`Phone: ${maskPhone(person.phone)}`]),
    `Status: ${person.status}`,
    `Verdict: ${verdict.title}`,
    ...verdict.lines.map(({ text, from }) => `- ${text} (from: ${from})`),
    `Next: ${verdict.next}`,
  ].join('\n');
}
