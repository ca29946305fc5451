/**
 * Lint rules: `npm run lint`. The recommended sets as they are; what stands below them is the layer rule of the
 * project, which `tests/unit/architecture.test.ts` proves in full, and the few rules that argue with good code.
 */
import prettier from 'eslint-config-prettier/flat';
import vue from 'eslint-plugin-vue';
import { defineConfig, globalIgnores, type Config } from 'eslint/config';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';

const root = join(import.meta.dirname, '..');

interface Forbidden {
  /** Of the module as it is written in the import. */
  readonly regex: string;
  readonly message: string;
  readonly allowTypeImports?: boolean;
}

const rawIpc = {
  name: 'electron',
  importNames: ['ipcMain', 'ipcRenderer'],
  message: 'Boot order hands ipcMain to ipc-host.ts; the preload talks for the page. Nobody else does.',
};

/** The layer rule of one folder. ESLint replaces a rule's options as a whole, so each folder states all of them. */
const layer = (folder: string, ...patterns: readonly Forbidden[]): Config => ({
  files: [`${folder}/**/*.{ts,vue}`],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [rawIpc], patterns }] },
});

export default defineConfig(
  globalIgnores(['dist/', 'release/', '.tmp/', 'test-results/', 'docs/']),
  {
    files: ['**/*.{ts,vue}'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      vue.configs['flat/recommended'],
      prettier,
    ],
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        project: [
          'electron/contract',
          'electron/core',
          'electron/main',
          'electron/preload',
          'renderer',
          'build',
          'tests',
        ].map((folder) => `${folder}/tsconfig.json`),
        tsconfigRootDir: root,
        extraFileExtensions: ['.vue'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],

      // The compiler knows undeclared and unused names better.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      // A tenth of the time that linting takes, for what is not here: enums, and hierarchies of classes.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // `type` and `interface` both have their place.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // `void proof` marks a proof for the compiler as used.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // A type parameter used once still keeps the exact shape of an argument.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Ports are objects of functions, not instances: handing one function on is what they are for.
      '@typescript-eslint/unbound-method': 'off',
      // A handler may be async because its type is.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // The type checker holds what was true before an await for still true, and takes no prop for optional.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off',
      // `Promise.withResolvers<void>()`, and an error that is passed on as it came.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      // Code points are the right unit where text is cut or counted.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],

      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      // The content security policy of the pages refuses both.
      'vue/no-static-inline-styles': 'error',
      'vue/no-v-html': 'error',
      // A form is handed down to the fields that write into it; a prop itself is never replaced.
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      // An optional prop without a default is `undefined`, and its type says so.
      'vue/require-default-prop': 'off',
    },
  },

  layer('electron/contract', {
    regex: String.raw`^(?!zod$|\./)`,
    message: 'The contract imports zod and itself only.',
  }),
  layer(
    'electron/core',
    { regex: '^(electron$|vue|#main/|#build/|#tests/)', message: 'Core knows the contract and Node only.' },
    {
      regex: String.raw`^@(aws-sdk|smithy)/|/(sdk(-credentials|-sts)?|system-handler)\.ts$`,
      message: 'Load the AWS SDK by `await import()`: it is heavy, and start-up does not need it.',
      allowTypeImports: true,
    },
  ),
  layer(
    'electron/main',
    {
      regex: '^(@aws-sdk/|vue|#build/|#tests/)',
      message: 'Main knows core, the contract and Electron only.',
    },
    {
      regex: String.raw`^#(core/|contract/(?!(channels|events|result|shared-file)\.ts$))`,
      message:
        'Main starts with the few parts of the contract that are free of zod; core is loaded after that.',
      allowTypeImports: true,
    },
  ),
  layer('electron/preload', {
    regex: String.raw`^(?!electron$|#contract/channels\.ts$|\./)`,
    message:
      'The preload loads Electron and channel names only, so that it stays small; types may come from the contract.',
    allowTypeImports: true,
  }),
  layer('renderer/src', {
    regex: '^(electron$|node:|#core/|#main/|#build/|#tests/)',
    message: 'A page knows the contract and the browser only.',
  }),
  {
    // The two ends of IPC, and the files that are the lazy chunks of the AWS SDK.
    files: [
      'electron/main/index.ts',
      'electron/preload/index.ts',
      'electron/core/cognito/sdk.ts',
      'electron/core/aws/sdk-credentials.ts',
      'electron/core/aws/sdk-sts.ts',
      'electron/core/network/system-handler.ts',
    ],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },

  {
    // ESLint takes an imported component for `any`; vue-tsc, which knows components, checks these files.
    files: ['renderer/src/**/*.{ts,vue}'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Tests read untyped replies, know what they have just put in, and break things on purpose; the stand-in repeats
    // the shapes of Electron, its `any` included.
    files: ['tests/**/*.ts'],
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
);
