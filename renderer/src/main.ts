// zod's probe for eval would break the page's content security policy, so it is told first not to try.
import { config } from 'zod/v4/core';
import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

config({ jitless: true });

createApp(App).use(router).mount('#app');
