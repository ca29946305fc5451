import type { FieldIssue } from '#contract/app-error.ts';
import { computed, nextTick, reactive, ref, toRaw } from 'vue';
import type { z } from 'zod';
import { fieldProblemText } from '../locales/en/fields.ts';

/**
 * A form over one of the contract's own schemas, so that form and main apply the same rules. A field shows its
 * problem once it was left (`touch`) or once sending was tried (`validate`).
 *
 * `toInput` turns what the fields hold into what the schema takes, e.g. blank text into null.
 */
export function useForm<Values extends object, Schema extends z.ZodType>(options: {
  readonly schema: Schema;
  readonly initial: () => Values;
  readonly toInput: (values: Values) => unknown;
}) {
  const { schema, initial, toInput } = options;
  const values = reactive(initial());
  const pristine = ref(JSON.stringify(initial()));
  const touched = reactive(new Set<string>());
  const tried = ref(false);
  /** Problems that main found. Each goes as soon as its field changes. */
  const refused = reactive(new Map<string, { problem: string; held: string }>());

  const parsed = computed(() => schema.safeParse(toInput(values as Values)));
  const problems = computed(() => {
    const found = new Map<string, string>();
    if (!parsed.value.success) {
      for (const issue of parsed.value.error.issues) {
        const path = issue.path.map(String).join('.');
        if (!found.has(path)) found.set(path, issue.message);
      }
    }
    return found;
  });

  const dirty = computed(() => JSON.stringify(values) !== pristine.value);

  /** The sentence to show at a field, if any. */
  function problem(path: string): string | undefined {
    const fromMain = refused.get(path);
    if (fromMain?.held === JSON.stringify(values)) return fieldProblemText(fromMain.problem);
    if (!tried.value && !touched.has(path)) return undefined;
    const name = problems.value.get(path);
    return name === undefined ? undefined : fieldProblemText(name);
  }

  function touch(path: string): void {
    touched.add(path);
  }

  /** What the schema makes of the form; null shows every problem and moves the focus to the first wrong field. */
  function validate(): z.output<Schema> | null {
    tried.value = true;
    if (parsed.value.success) return parsed.value.data;
    void focusFirstProblem();
    return null;
  }

  /** Marks what main refused, and goes there unless a message has the focus. */
  function showIssues(issues: readonly FieldIssue[], focus = true): void {
    for (const { path, problem: name } of issues) {
      refused.set(path, { problem: name, held: JSON.stringify(values) });
    }
    if (focus) void focusFirstProblem();
  }

  function reset(to: Values = initial()): void {
    Object.assign(values, to);
    pristine.value = JSON.stringify(toRaw(values));
    touched.clear();
    refused.clear();
    tried.value = false;
  }

  return { values: values, dirty, problem, touch, validate, showIssues, reset };
}

async function focusFirstProblem(): Promise<void> {
  await nextTick();
  document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus();
}
