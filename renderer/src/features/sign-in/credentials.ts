import { computed } from 'vue';
import { signInInput } from '#contract/auth.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import { useForm } from '../../forms/use-form.ts';

/**
 * Username and password for a profile. Spaces at the ends of the name go; in a password they could be meant, so they
 * stay and are refused with a reason. Where the pool is asked what it offers, the password comes later, if at all.
 */
export function useCredentialsForm(profile: () => ProfileSummary | null) {
  const passwordLater = computed(() => profile()?.signInMethod === 'choice');
  const form = useForm({
    schema: signInInput,
    initial: () => ({ username: '', password: '' }),
    toInput: ({ username, password }) => ({
      profileId: profile()?.id ?? '',
      username: username.trim(),
      password: passwordLater.value ? null : password,
    }),
  });
  return { ...form, passwordLater };
}
