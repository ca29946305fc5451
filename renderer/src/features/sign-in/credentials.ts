import { signInInput } from '#contract/auth.ts';
import { useForm } from '../../forms/use-form.ts';

/**
 * Username and password for the active profile. Spaces at the ends of the name go; in a password they could be meant,
 * so they stay and are refused with a reason.
 */
export function useCredentialsForm(profileId: () => string) {
  return useForm({
    schema: signInInput,
    initial: () => ({ username: '', password: '' }),
    toInput: ({ username, password }) => ({
      profileId: profileId(),
      username: username.trim(),
      password,
    }),
  });
}
