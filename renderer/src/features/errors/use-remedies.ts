import type { AppError } from '#contract/app-error.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import { useRouter } from 'vue-router';
import type { Remedy } from '../../locales/en/errors.ts';
import { unchangedDraft } from '../profiles/profile-form.ts';
import { useProfiles } from '../profiles/use-profiles.ts';

export type Remedies = {
  readonly offers: readonly Remedy[];
  readonly apply: (remedy: Remedy) => void;
};

/** Remedies that lead to another screen are the same everywhere; the screen adds those of its own. */
export function useRemedies(options: {
  readonly profile: () => ProfileSummary | null;
  /** The person that the screen is about, to be carried along. */
  readonly username: () => string;
  readonly error: () => AppError | null;
  readonly own: Partial<Readonly<Record<Remedy, () => void>>>;
}): Remedies {
  const router = useRouter();
  const profiles = useProfiles();

  const go = (path: string, query: Record<string, string> = {}) => {
    void router.push({ path, query });
  };

  async function switchRegion(): Promise<void> {
    const profile = options.profile();
    const error = options.error();
    const region = error && 'poolRegion' in error ? error.poolRegion : null;
    if (!profile || region === null) return;
    const result = await profiles.save({ ...unchangedDraft(profile), region });
    if (result.ok) options.own.retry?.();
  }

  const general: Partial<Record<Remedy, () => void>> = {
    'edit-profile': () => {
      go(`/profiles/${options.profile()?.id ?? ''}`);
    },
    'open-profiles': () => {
      go('/profiles');
    },
    'switch-region': () => {
      void switchRegion();
    },
    'look-up': () => {
      go('/find', { q: options.username() });
    },
    'sign-in': () => {
      go('/sign-in', { username: options.username() });
    },
    'forgot-password': () => {
      go('/sign-in', { forgot: options.username() });
    },
    'enter-code': () => {
      go('/sign-up', { confirm: options.username() });
    },
  };
  const remedies = { ...general, ...options.own };

  return {
    offers: Object.keys(remedies) as Remedy[],
    apply: (remedy) => {
      remedies[remedy]?.();
    },
  };
}
