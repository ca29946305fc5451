/** Lint rules for TypeScript: `npm run lint`. Oxlint runs the rules of typescript-eslint on the native compiler. */
import { defineConfig } from 'oxlint';
import { rendererRules, rules } from './lint-rules.ts';

export default defineConfig({
  plugins: ['typescript'],
  categories: { correctness: 'off' },
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  rules,
  overrides: [
    { files: ['**/renderer/**'], rules: rendererRules },
    {
      // Tests read untyped replies, know what they have just put in, and break things on purpose; the stand-in repeats
      // the shapes of Electron, its `any` included.
      files: ['**/tests/**'],
      rules: {
        '@typescript-eslint/no-extraneous-class': 'off',
        '@typescript-eslint/no-non-null-assertion': 'off',
        '@typescript-eslint/no-unsafe-argument': 'off',
        '@typescript-eslint/no-unsafe-assignment': 'off',
        '@typescript-eslint/no-unsafe-call': 'off',
        '@typescript-eslint/no-unsafe-return': 'off',
        '@typescript-eslint/prefer-promise-reject-errors': 'off',
      },
    },
  ],
});
