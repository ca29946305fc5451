import type { AppError } from '#contract/app-error.ts';
import type { OutputOf } from '#contract/index.ts';
import type { ProfileSummary } from '#contract/profiles.ts';
import type { Result } from '#contract/result.ts';
import type { Person } from '#contract/users.ts';
import { computed, shallowRef } from 'vue';
import { useOperation } from '../../bridge/use-operation.ts';
import {
  changesBetween,
  happened,
  requestOf,
  type ActionName,
  type ActionValues,
  type Change,
} from './person-actions.ts';
import type { UsedPerson } from './use-person.ts';

/** What came of an action. */
export type Outcome =
  | {
      readonly kind: 'done';
      readonly action: ActionName;
      readonly changes: readonly Change[];
      readonly read: boolean;
    }
  /** Its reply was lost; the person was read again to find out, or could not be. */
  | {
      readonly kind: 'lost';
      readonly action: ActionName;
      readonly happened: 'yes' | 'no' | 'unclear' | 'unread';
      readonly changes: readonly Change[];
      /** When AWS says that the account changed, if that was since. */
      readonly changedAt: number | null;
    }
  | { readonly kind: 'failed'; readonly action: ActionName; readonly error: AppError }
  /** The account is not as it was shown. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'reloaded'; readonly changes: readonly Change[] }
  | { readonly kind: 'gone' }
  /** The username belongs to another account than the one that was opened. `maybe`: the action may have reached it. */
  | { readonly kind: 'another'; readonly reached: 'no' | 'maybe' };

/** Refusals that say that the account is not as it is shown. */
const movedCodes: ReadonlySet<AppError['code']> = new Set([
  'user-not-found',
  'already-confirmed',
  'state-not-fitting',
]);

type Acted = Result<OutputOf<'users.enable'>>;

/** Does what was agreed to, reads the person again and tells what has changed. */
export function usePersonActions(profile: () => ProfileSummary, used: UsedPerson) {
  const operations = {
    confirm: useOperation('users.adminConfirm'),
    resendInvitation: useOperation('users.resendInvitation'),
    setPassword: useOperation('users.setPassword'),
    resetPassword: useOperation('users.resetPassword'),
    verifyContact: useOperation('users.verifyContact'),
    signOutEverywhere: useOperation('users.signOutEverywhere'),
    enable: useOperation('users.enable'),
    disable: useOperation('users.disable'),
  };
  const running = shallowRef<ActionName | null>(null);
  const outcome = shallowRef<Outcome | null>(null);

  function send(action: ActionName, person: Person, values: ActionValues): Promise<Acted> {
    const request = requestOf(
      action,
      { profileId: profile().id, username: person.username, sub: person.sub },
      values,
    );
    switch (request.command) {
      case 'admin-confirm-sign-up':
        return operations.confirm.run(request.input);
      case 'admin-create-user':
        return operations.resendInvitation.run(request.input);
      case 'admin-set-user-password':
        return operations.setPassword.run(request.input);
      case 'admin-reset-user-password':
        return operations.resetPassword.run(request.input);
      case 'admin-update-user-attributes':
        return operations.verifyContact.run(request.input);
      case 'admin-user-global-sign-out':
        return operations.signOutEverywhere.run(request.input);
      case 'admin-enable-user':
        return operations.enable.run(request.input);
      case 'admin-disable-user':
        return operations.disable.run(request.input);
      case 'admin-get-user':
        throw new Error('Not an action.');
    }
  }

  async function outcomeOf(action: ActionName, before: Person, acted: Acted): Promise<Outcome | null> {
    if (!acted.ok && acted.error.code === 'cancelled') return null;
    if (!acted.ok && acted.error.code === 'another-account') return { kind: 'another', reached: 'no' };
    if (!acted.ok && movedCodes.has(acted.error.code)) return { kind: 'moved' };
    const isLost = !acted.ok && acted.error.code === 'outcome-unknown';
    if (!acted.ok && !isLost) return { kind: 'failed', action, error: acted.error };

    const read = await used.readAgain();
    const after = read.ok ? read.value.person : null;
    // Made anew under the same name between the question and now.
    if (after && before.sub !== null && after.sub !== before.sub)
      return { kind: 'another', reached: 'maybe' };
    const changes = after ? changesBetween(before, after) : [];
    if (!isLost) return { kind: 'done', action, changes, read: read.ok };
    const { modifiedAt = null } = after ?? {};
    return {
      kind: 'lost',
      action,
      happened: after ? happened(action, before, after) : 'unread',
      changes,
      changedAt: modifiedAt !== null && modifiedAt !== before.modifiedAt ? modifiedAt : null,
    };
  }

  async function act(action: ActionName, values: ActionValues): Promise<void> {
    if (running.value !== null) return;
    outcome.value = null;
    running.value = action;
    const before = used.current.value.person;
    const acted = await send(action, before, values);
    outcome.value = await outcomeOf(action, before, acted);
    running.value = null;
  }

  async function reload(): Promise<void> {
    const before = used.current.value.person;
    const read = await used.readAgain();
    const after = read.ok ? read.value.person : null;
    if (after && before.sub !== null && after.sub !== before.sub)
      outcome.value = { kind: 'another', reached: 'no' };
    else if (read.ok)
      outcome.value = { kind: 'reloaded', changes: changesBetween(before, read.value.person) };
    else if (read.error.code === 'user-not-found') outcome.value = { kind: 'gone' };
  }

  const all = Object.values(operations);
  return {
    running,
    outcome,
    canCancel: computed(() => all.some(({ canCancel }) => canCancel.value)),
    /** Only what was not sent yet can be taken back. */
    tooLate: computed(() => all.some(({ tooLate }) => tooLate.value)),
    cancel: () => {
      for (const operation of all) void operation.cancel();
    },
    act,
    reload,
  };
}
