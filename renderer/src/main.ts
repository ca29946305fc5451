import './no-eval.ts';
import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

createApp(App).use(router).mount('#app');
