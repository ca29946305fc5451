/** The host that requests of a profile go to, for messages. */
export function hostOf(profile: { readonly region: string; readonly endpoint: string | null }): string {
  return profile.endpoint === null
    ? `cognito-idp.${profile.region}.amazonaws.com`
    : new URL(profile.endpoint).host;
}
