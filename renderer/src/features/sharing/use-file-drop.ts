import { ref, type Ref } from 'vue';

/** Takes a file that is dropped on an element: its listeners, and whether one hovers over it. */
export function useFileDrop(onFile: (file: File) => void): {
  readonly over: Readonly<Ref<boolean>>;
  readonly listeners: Readonly<Record<string, (event: DragEvent) => void>>;
} {
  const over = ref(false);
  // Other things, such as a profile that is put in another place, are not ours.
  const isFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

  function hover(event: DragEvent): void {
    if (!isFile(event)) return;
    event.preventDefault();
    over.value = true;
  }

  function leave(event: DragEvent): void {
    const { currentTarget, relatedTarget } = event;
    const isInside =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!isInside) over.value = false;
  }

  function drop(event: DragEvent): void {
    if (!isFile(event)) return;
    event.preventDefault();
    over.value = false;
    const file = event.dataTransfer?.files[0];
    if (file) onFile(file);
  }

  return { over, listeners: { dragenter: hover, dragover: hover, dragleave: leave, drop } };
}
