/** Words of the activity list. */
export const activity = {
  title: 'Activity',
  subtitle: 'What this run of the app asked of AWS. Names and outcomes only, never what was sent.',
  clear: 'Clear',
  cleared: 'The activity list is empty now',
  emptyTitle: 'Nothing yet',
  emptyText: 'Every call to AWS will stand here with its outcome until you close the app.',
  caption: 'Calls to AWS, newest first',
  columns: { time: 'Time', what: 'What', profile: 'Profile', outcome: 'Outcome', took: 'Took' },
  done: 'Done',
  cancelled: 'Cancelled',
  /** Turns an error's code into words: `wrong-credentials` reads "Wrong credentials". */
  failed: (code: string) => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' '),
  milliseconds: (value: string) => `${value} ms`,
  seconds: (value: string) => `${value} s`,
  operations: {
    'users.signUp': 'Create an account',
    'users.confirmSignUp': 'Confirm an account',
    'users.adminConfirm': 'Confirm an account as admin',
    'users.resendCode': 'Send a new code',
    'users.get': 'Look a person up',
    'users.signUpRules': 'Read the rules for sign-up',
    'auth.signIn': 'Sign in',
    'auth.answerNewPassword': 'Set a new password',
    'tokens.getAccess': 'Get an access token',
  } as Readonly<Record<string, string>>,
} as const;
