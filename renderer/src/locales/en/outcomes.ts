import type { Outcome } from '#contract/outcomes.ts';
import { activity } from './activity.ts';

/** Words about changes whose screens were gone when AWS answered. */
export const outcomeWords = {
  title: ({ operation, username, profileName, error }: Outcome) => {
    const what = activity.operations[operation] ?? 'A change';
    const whose = [username, profileName].filter(Boolean).join(', ');
    const end = error === null ? 'done' : error.code === 'outcome-unknown' ? 'not known' : 'not done';
    return `${what} (${whose}): ${end}`;
  },
  done: 'It was on its way when you went elsewhere. AWS has carried it out.',
  check: 'Look the person up',
  dismiss: 'Close',
} as const;
