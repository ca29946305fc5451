import { shallowReadonly, shallowRef, type ShallowRef } from 'vue';
import type { AppInfo } from '#contract/app.ts';
import { desk } from '../../bridge/desk.ts';

const info = shallowRef<AppInfo | null>(null);
let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  const result = await desk.app.info({});
  if (result.ok) info.value = result.value;
}

/** Versions, platform and practice people; null until they have been read, which the first use starts. */
export function useAppInfo(): Readonly<ShallowRef<AppInfo | null>> {
  loading ??= load();
  return shallowReadonly(info);
}
