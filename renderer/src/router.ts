import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router';
import { useProfiles } from './features/profiles/use-profiles.ts';
import { shell } from './locales/en/shell.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Name of the screen in the window's title. */
    readonly title: string;
    /** The screen works on the active profile: it is made anew when another one becomes active. */
    readonly ofProfile?: boolean;
  }
}

const { screens } = shell;

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/find' },
  {
    path: '/welcome',
    component: () => import('./features/welcome/WelcomeScreen.vue'),
    meta: { title: screens.welcome },
  },
  {
    path: '/find',
    component: () => import('./features/find/FindScreen.vue'),
    meta: { title: screens.find, ofProfile: true },
  },
  {
    path: '/people',
    component: () => import('./features/all-people/AllPeopleScreen.vue'),
    meta: { title: screens.people, ofProfile: true },
  },
  {
    path: '/sign-in',
    component: () => import('./features/sign-in/SignInScreen.vue'),
    meta: { title: screens['sign-in'], ofProfile: true },
  },
  {
    path: '/token',
    component: () => import('./features/token/TokenScreen.vue'),
    meta: { title: screens.token, ofProfile: true },
  },
  {
    path: '/token/inspect',
    component: () => import('./features/token/InspectScreen.vue'),
    meta: { title: screens.inspect, ofProfile: true },
  },
  {
    path: '/sessions',
    component: () => import('./features/sessions/SessionsScreen.vue'),
    meta: { title: screens.sessions },
  },
  {
    path: '/sign-up',
    component: () => import('./features/sign-up/SignUpScreen.vue'),
    meta: { title: screens['sign-up'], ofProfile: true },
  },
  {
    path: '/sign-up/many',
    component: () => import('./features/sign-up/ManySignUpsScreen.vue'),
    meta: { title: screens['sign-up'], ofProfile: true },
  },
  {
    path: '/activity',
    component: () => import('./features/activity/ActivityScreen.vue'),
    meta: { title: screens.activity },
  },
  {
    path: '/profiles',
    component: () => import('./features/profiles/ProfilesScreen.vue'),
    meta: { title: screens.profiles },
  },
  {
    path: '/profiles/new',
    component: () => import('./features/profiles/ProfileScreen.vue'),
    meta: { title: screens.profile },
  },
  {
    path: '/profiles/export',
    component: () => import('./features/sharing/ExportScreen.vue'),
    meta: { title: screens.export },
  },
  {
    path: '/profiles/import',
    component: () => import('./features/sharing/ImportScreen.vue'),
    meta: { title: screens.import },
  },
  {
    path: '/profiles/restore',
    component: () => import('./features/sharing/ImportScreen.vue'),
    props: { restoring: true },
    meta: { title: screens.restore },
  },
  {
    path: '/profiles/:id',
    component: () => import('./features/profiles/ProfileScreen.vue'),
    props: true,
    meta: { title: screens.profile },
  },
  {
    path: '/profiles/:id/check',
    component: () => import('./features/doctor/DoctorScreen.vue'),
    props: true,
    meta: { title: screens.check },
  },
  {
    path: '/settings',
    component: () => import('./features/settings/SettingsScreen.vue'),
    meta: { title: screens.settings },
  },
  { path: '/:rest(.*)*', redirect: '/find' },
];

export const router = createRouter({ history: createWebHashHistory(), routes });

const { ready, list, failure, locked } = useProfiles();

// Without a profile the screens that need one give way to the welcome, and the other way round.
router.beforeEach(async (to) => {
  await ready();
  if (failure.value?.operation === 'profiles.list') return true;
  // Nobody knows yet whether there are any.
  if (locked.value) return true;
  const needsOne = to.meta.ofProfile ?? ['/profiles', '/profiles/export'].includes(to.path);
  if (list.value.length === 0 && needsOne) return '/welcome';
  if (list.value.length > 0 && to.path === '/welcome') return '/find';
  return true;
});
