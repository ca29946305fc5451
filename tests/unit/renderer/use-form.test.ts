import { nextTick } from 'vue';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { signInInput } from '#contract/auth.ts';
import { fieldProblemText } from '../../../renderer/src/locales/en/fields.ts';
import { useForm } from '../../../renderer/src/forms/use-form.ts';

/** How often the first wrong field was asked to take the focus. */
let focused = 0;

beforeEach(() => {
  focused = 0;
  const field = { focus: () => void (focused += 1) };
  vi.stubGlobal('document', { querySelector: () => field });
  onTestFinished(() => void vi.unstubAllGlobals());
});

const form = () =>
  useForm({
    schema: signInInput,
    initial: () => ({ username: '', password: '' }),
    toInput: ({ username, password }) => ({ profileId: 'p', username: username.trim(), password }),
  });

const required = fieldProblemText('required');

describe('a form', () => {
  it('shows no problem before a field was left', () => {
    const { problem, values } = form();
    values.password = 'a b';
    expect([problem('username'), problem('password')]).toEqual([undefined, undefined]);
  });

  it('shows the problem of a field that was left, and takes it away as it is typed right', () => {
    const { problem, touch, values } = form();
    touch('username');
    expect([problem('username'), problem('password')]).toEqual([required, undefined]);
    values.username = 'jane doe';
    expect(problem('username')).toBe(fieldProblemText('username-spaces'));
    values.username = ' jane ';
    expect(problem('username')).toBeUndefined();
  });

  it('shows every problem once sending was tried, and moves the focus to the first', async () => {
    const { problem, validate } = form();
    expect(validate()).toBeNull();
    expect([problem('username'), problem('password')]).toEqual([required, required]);
    await nextTick();
    expect(focused).toBe(1);
  });

  it('gives what the schema makes of it', () => {
    const { validate, values } = form();
    values.username = ' jane ';
    values.password = 'x';
    expect(validate()).toEqual({ profileId: 'p', username: 'jane', password: 'x' });
    expect(focused).toBe(0);
  });

  it('knows whether anything was changed', () => {
    const { dirty, values, reset } = form();
    expect(dirty.value).toBe(false);
    values.username = 'jane';
    expect(dirty.value).toBe(true);
    values.username = '';
    expect(dirty.value).toBe(false);
    values.username = 'jane';
    reset();
    expect([dirty.value, values.username]).toEqual([false, '']);
    reset({ username: 'bo', password: 'x' });
    expect([dirty.value, values.username]).toEqual([false, 'bo']);
  });

  it('forgets its problems at a reset', () => {
    const { problem, validate, touch, showIssues, reset } = form();
    touch('username');
    validate();
    showIssues([{ path: 'password', problem: 'too-long' }]);
    reset();
    expect([problem('username'), problem('password')]).toEqual([undefined, undefined]);
  });
});

describe('a problem that main found', () => {
  it('shows at once and goes as soon as something is typed', async () => {
    const { problem, values, showIssues } = form();
    values.username = 'jane';
    values.password = 'x';
    showIssues([{ path: 'username', problem: 'username-spaces' }]);
    expect(problem('username')).toBe(fieldProblemText('username-spaces'));
    await nextTick();
    expect(focused).toBe(1);
    values.username = 'jan';
    expect(problem('username')).toBeUndefined();
  });

  it('has general words when main speaks zod', () => {
    const { problem, showIssues } = form();
    showIssues([{ path: 'username', problem: 'Invalid input: expected string, received undefined' }]);
    expect(problem('username')).toBe(fieldProblemText('form'));
  });
});
