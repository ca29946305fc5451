/**
 * The one contract between the page and main. Handler signatures, the type of `window.desk` and the channel list
 * are derived from it and never written twice.
 */
import type { z } from 'zod';
import { activityOperations } from './activity.ts';
import { appOperations } from './app.ts';
import { authOperations } from './auth.ts';
import { awsAccessOperations } from './aws-access.ts';
import { commandOperations } from './commands.ts';
import { draftOperations } from './drafts.ts';
import { doctorOperations } from './doctor.ts';
import { outcomeOperations } from './outcomes.ts';
import { peopleSearchOperations } from './people-search.ts';
import { peopleOperations } from './people.ts';
import { poolRuleOperations } from './pool-rules.ts';
import { problemOperations } from './problems.ts';
import { profileOperations } from './profiles.ts';
import { rememberedOperations } from './remembered.ts';
import { sharingOperations } from './sharing.ts';
import { sessionOperations } from './sessions.ts';
import { spreadsheetOperations } from './spreadsheets.ts';
import { testUserOperations } from './test-users.ts';
import { tokenOperations } from './tokens.ts';
import { updateOperations } from './updates.ts';
import { userOperations } from './users.ts';
import { vaultOperations } from './vault.ts';

export const contract = {
  ...appOperations,
  ...profileOperations,
  ...awsAccessOperations,
  ...userOperations,
  ...peopleOperations,
  ...peopleSearchOperations,
  ...rememberedOperations,
  ...poolRuleOperations,
  ...authOperations,
  ...sessionOperations,
  ...testUserOperations,
  ...tokenOperations,
  ...commandOperations,
  ...activityOperations,
  ...doctorOperations,
  ...outcomeOperations,
  ...vaultOperations,
  ...problemOperations,
  ...draftOperations,
  ...updateOperations,
  ...sharingOperations,
  ...spreadsheetOperations,
};

export type Contract = typeof contract;
export type OperationName = keyof Contract;

/** Input as the page writes it, before parsing. */
export type InputOf<Name extends OperationName> = z.input<Contract[Name]['input']>;
/** Input as a handler gets it, after parsing. */
export type ParsedInputOf<Name extends OperationName> = z.output<Contract[Name]['input']>;
export type OutputOf<Name extends OperationName> = z.output<Contract[Name]['output']>;
