import { signInInput } from '#contract/auth.ts';
import { useForm } from '../../forms/use-form.ts';

/** Username and password for the active profile. Pasted line breaks and spaces at the ends of the name go. */
export function useCredentialsForm(profileId: () => string) {
  return useForm({
    schema: signInInput,
    initial: () => ({ username: '', password: '' }),
    toInput: ({ username, password }) => ({
      profileId: profileId(),
      username: username.trim(),
      password: withoutLineBreaks(password),
    }),
  });
}

/** Copied passwords often bring a line break along. A space could be meant, so it stays and is refused with a reason. */
export const withoutLineBreaks = (text: string): string => text.replace(/^[\r\n]+|[\r\n]+$/g, '');
