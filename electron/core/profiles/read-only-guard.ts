import { fail } from '../app-failure.ts';
import type { ProfileRecord } from './profile-record.ts';

/** Throws `profile-read-only` when nothing may be written through the profile. Judged here, so no screen can forget it. */
export function checkNotReadOnly({ id, name, readOnly }: ProfileRecord): void {
  if (readOnly === true) throw fail('profile-read-only', { profileId: id, profileName: name });
}
