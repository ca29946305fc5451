/**
 * What both linters hold to: Oxlint for TypeScript (`oxlint.config.ts`), and ESLint for Vue components
 * (`eslint.config.ts`), which Oxlint does not know the types of. The recommended sets of typescript-eslint as they are, but
 * for the few rules that argue with good code. Which folder may import what is proven by
 * `tests/unit/architecture.test.ts`.
 */
import tseslint from 'typescript-eslint';

type Level = 'off' | 'error';
type Rules = Record<string, Level | [Level, ...unknown[]]>;

/** What argues with good code, and why. */
const notForUs = [
  // The compiler knows unused names better.
  '@typescript-eslint/no-unused-vars',
  // `type` and `interface` both have their place.
  '@typescript-eslint/consistent-type-definitions',
  // `void proof` marks a proof for the compiler as used.
  '@typescript-eslint/no-meaningless-void-operator',
  // A type parameter used once still keeps the exact shape of an argument.
  '@typescript-eslint/no-unnecessary-type-parameters',
  // Ports are objects of functions, not instances: handing one function on is what they are for.
  '@typescript-eslint/unbound-method',
  // A handler may be async because its type is.
  '@typescript-eslint/require-await',
  // The type checker holds what was true before an await for still true, and takes no prop for optional.
  '@typescript-eslint/no-unnecessary-condition',
  '@typescript-eslint/no-useless-default-assignment',
  // `Promise.withResolvers<void>()`.
  '@typescript-eslint/no-invalid-void-type',
  // Oxlint does not have it, and there are hardly any classes here.
  '@typescript-eslint/no-unsafe-class-instance-assignment',
];

const recommended = [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked]
  .flatMap(({ rules = {} }) => Object.entries(rules as Rules))
  // Rules of ESLint that are off because those of typescript-eslint know more.
  .filter(([name, level]) => level !== 'off' && !notForUs.includes(name));

/** For every file. */
export const rules: Rules = {
  ...Object.fromEntries(recommended),
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // An error that is passed on as it came.
  '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
  '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
  // Code points are the right unit where text is cut or counted.
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
};

/** The linters take an imported component for `any`; vue-tsc, which knows components, checks these files. */
export const rendererRules: Rules = {
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
};
