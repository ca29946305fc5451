import {
  Activity,
  BookUser,
  KeyRound,
  Layers,
  LogIn,
  Search,
  ScanSearch,
  SlidersHorizontal,
  UserRoundPlus,
  UsersRound,
} from '@lucide/vue';
import { shell } from '../../locales/en/shell.ts';

const { screens } = shell;

/** The screens that work on the active profile, in the order of the side bar. */
export const profileScreens = [
  { path: '/find', label: screens.find, icon: Search },
  { path: '/people', label: screens.people, icon: BookUser },
  { path: '/sign-in', label: screens['sign-in'], icon: LogIn },
  { path: '/token', label: screens.token, icon: KeyRound },
  { path: '/sign-up', label: screens['sign-up'], icon: UserRoundPlus },
] as const;

/** Reached from other screens and from the palette. */
export const furtherScreens = [{ path: '/token/inspect', label: screens.inspect, icon: ScanSearch }] as const;

/** The screens about the app itself. */
export const appScreens = [
  { path: '/sessions', label: screens.sessions, icon: UsersRound },
  { path: '/activity', label: screens.activity, icon: Activity },
  { path: '/profiles', label: screens.profiles, icon: Layers },
  { path: '/settings', label: screens.settings, icon: SlidersHorizontal },
] as const;
