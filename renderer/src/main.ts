import './no-eval.ts';
import { createApp } from 'vue';
import App from './App.vue';
import { recoverInput } from './features/vault/use-kept-input.ts';
import { reportProblems } from './bridge/report-problems.ts';
import { router } from './router.ts';
import { startWords } from './ui/start-words.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

const app = createApp(App).use(router);
reportProblems(app);
// Main has started this page again after one that stopped. No top-level await: it splits the scripts less well.
const ready = startWords.recovered ? recoverInput() : Promise.resolve();
void ready.then(() => app.mount('#app'));
