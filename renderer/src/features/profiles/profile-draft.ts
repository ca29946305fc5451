import type { InputOf } from '#contract/index.ts';
import type { ProfileSummary } from '#contract/profiles.ts';

/** A draft that changes nothing: what the page knows, and every secret kept as it is. */
export function unchangedDraft({
  hasClientSecret,
  access,
  favourite: _favourite,
  lastUsedAt: _lastUsedAt,
  ...rest
}: ProfileSummary): InputOf<'profiles.save'> {
  return {
    ...rest,
    clientSecret: { change: hasClientSecret ? 'keep' : 'clear' },
    access: access?.kind === 'access-keys' ? { kind: 'access-keys', keys: { change: 'keep' } } : access,
  };
}
