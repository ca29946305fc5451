import { computed, ref, shallowReadonly, shallowRef } from 'vue';
import type { UpdateStatus } from '#contract/updates.ts';
import { desk } from '../../bridge/desk.ts';

/** One state for the whole window; null until it has been read. */
const status = shallowRef<UpdateStatus | null>(null);
/** The dialog about the version that was found. */
const open = ref(false);
let begun = false;

function begin(): void {
  begun = true;
  desk.events.on((event) => {
    if (event.name === 'updates.changed') status.value = event.payload;
  });
  void desk.updates.status({}).then((result) => {
    if (result.ok) status.value ??= result.value;
  });
}

/** What is known of new versions of the app. */
export function useUpdates() {
  if (!begun) begin();
  return {
    status: shallowReadonly(status),
    open,
    /** The version that can be downloaded or installed, with how far that is. */
    found: computed(() => (status.value && 'newVersion' in status.value ? status.value : null)),
  };
}
