import type { TestUser } from '#contract/test-users.ts';

/** What a sign-in or a sign-up that has just worked brings along. */
export type GivenTestUser = {
  readonly username: string;
  /** As it was typed a moment ago; null when it has to be typed. */
  readonly password: string | null;
  /** The sign-in that set up an authenticator, whose secret main knows. */
  readonly sessionId: string | null;
};

export type TestUserValues = {
  label: string;
  username: string;
  password: string;
  authenticator: string;
  removeAuthenticator: boolean;
};

export const valuesOf = (saved: TestUser | null, given: GivenTestUser | null): TestUserValues => ({
  label: saved?.label ?? '',
  username: given?.username ?? saved?.username ?? '',
  password: '',
  authenticator: '',
  removeAuthenticator: false,
});

/** The draft that the form means; what is left empty stays as it is saved. */
export function draftOf(
  values: TestUserValues,
  profileId: string,
  saved: TestUser | null,
  given: GivenTestUser | null,
) {
  const password = values.password === '' ? (given?.password ?? '') : values.password;
  return {
    profileId,
    ...(saved && { id: saved.id }),
    label: values.label.trim() || null,
    username: values.username.trim(),
    password: password === '' && saved ? { change: 'keep' } : { change: 'set', value: password },
    authenticator: authenticatorOf(values, saved, given?.sessionId ?? null),
  };
}

function authenticatorOf(
  { authenticator, removeAuthenticator }: TestUserValues,
  saved: TestUser | null,
  sessionId: string | null,
) {
  if (authenticator.trim() !== '') return { change: 'set', value: authenticator };
  if (sessionId !== null) return { change: 'set-up', sessionId };
  return { change: saved && !removeAuthenticator ? 'keep' : 'clear' };
}
