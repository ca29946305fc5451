/** Words about AWS access while it is used. */
export const awsAccessText = {
  mfa: {
    title: 'AWS asks for a code',
    description: (awsProfile: string | null, device: string) =>
      `${awsProfile === null ? 'Your AWS access' : `The AWS profile “${awsProfile}”`} is protected by a second step. Device: ${device}`,
    label: 'Code of your device',
    again: 'AWS did not take that code. Wait for the next one: each works once.',
    further: (count: number) =>
      count === 1
        ? 'One more code is asked for after this one.'
        : `${count} more codes are asked for after this one.`,
    cancel: 'Cancel',
    confirm: 'Continue',
  },
  uses: 'AWS access:',
  ends: 'ends at',
  ended: 'ended at',
} as const;
