/** Words of the kit. */
export const ui = {
  copy: 'Copy',
  copyThis: (what: string) => `Copy ${what}`,
  copied: 'Copied',
  copiedThis: (what: string) => `${what}: copied`,
  notCopied: 'Not copied',
  copyRefused: 'The system blocked copying. Select the text and copy it by hand.',
  show: 'Show',
  hide: 'Hide',
  capsLock: 'Caps Lock is on',
  generate: 'Generate',
  optional: 'Optional',
  cancel: 'Cancel',
  /** Stands where a value is missing. */
  none: 'None',
  utc: (text: string) => `${text} UTC`,
} as const;
