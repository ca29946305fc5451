import type { App } from 'vue';
import { desk } from './desk.ts';

/** Has main write down what goes wrong in the page: its kind and place, not its message. */
export function reportProblems(app: App): void {
  const report = (cause: unknown) => {
    const {
      name,
      stack = '',
      message,
    } = cause instanceof Error ? cause : { name: typeof cause, message: '' };
    const places = stack.replace(message, '').slice(0, 20_000);
    void desk.problems.report({ name: name.slice(0, 200), stack: places });
  };
  window.addEventListener('error', ({ error }) => {
    report(error);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    report(reason);
  });
  app.config.errorHandler = (cause) => {
    report(cause);
    console.error(cause);
  };
}
