/** Lint rules for Vue components: `npm run lint`. Those for TypeScript are `oxlint.config.ts`, and run much faster. */
import prettier from 'eslint-config-prettier/flat';
import vue from 'eslint-plugin-vue';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { rendererRules, rules } from './lint-rules.ts';
import { vueScriptParser } from './vue-parser.ts';

export default defineConfig(globalIgnores(['**/*.ts', '**/*.js']), {
  files: ['**/*.vue'],
  extends: [tseslint.configs.base, vue.configs['flat/recommended'], prettier],
  languageOptions: { parserOptions: { parser: vueScriptParser } },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  rules: {
    ...rules,
    ...rendererRules,
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
});
