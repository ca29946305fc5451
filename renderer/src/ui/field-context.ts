import { computed, inject, provide, useId, type ComputedRef, type InjectionKey } from 'vue';

/** What a control has to say about itself so that its label, hint and problem belong to it. */
export type FieldContext = {
  readonly id: string;
  readonly labelId: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly required: boolean;
  readonly label: string;
};

const key: InjectionKey<ComputedRef<FieldContext>> = Symbol('field');

/** `context` gets the field's id, from which the ids of its texts are made. */
export function provideField(
  context: () => {
    readonly label: string;
    readonly required: boolean;
    /** Which of the lines under the control is there. */
    readonly message: 'hint' | 'problem' | undefined;
  },
): ComputedRef<FieldContext> {
  const id = useId();
  const field = computed<FieldContext>(() => {
    const { label, required, message } = context();
    return {
      id,
      labelId: `${id}-label`,
      label,
      required,
      invalid: message === 'problem',
      describedBy: message && `${id}-${message}`,
    };
  });
  provide(key, field);
  return field;
}

/** The surrounding UiField, or undefined for a control that stands alone. */
export const useField = (): ComputedRef<FieldContext> | undefined => inject(key, undefined);

/** Attributes that tie a control to its UiField. */
export function useControlAttributes(): ComputedRef<Record<string, string | boolean | undefined>> {
  const field = useField();
  return computed(() =>
    field
      ? {
          id: field.value.id,
          'aria-describedby': field.value.describedBy,
          'aria-invalid': field.value.invalid || undefined,
          'aria-required': field.value.required || undefined,
        }
      : {},
  );
}
