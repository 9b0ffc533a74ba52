import { create } from "zustand";
import type { ChosenFile } from "./batches";
import { sendBatch } from "./sendBatch";
import { UploadRun } from "./UploadRun";
import { isRunning, nothingUploaded, type UploadProgress } from "./uploadProgress";

export { isRunning };

interface UploadStore {
  run: UploadRun | null;
  progress: UploadProgress;
}

// Outside every page: an upload goes on while one looks at patients.
const useStore = create<UploadStore>(() => ({ run: null, progress: nothingUploaded }));

// Leaving the application altogether would end it: ask first.
function warnBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export function useUploadProgress(): UploadProgress {
  return useStore((state) => state.progress);
}

/** Add files to the upload that runs, or begin one. */
export function upload(files: readonly ChosenFile[]): void {
  if (files.length === 0) return;
  const { run, progress } = useStore.getState();
  if (run && (isRunning(progress.phase) || progress.phase === "stopped")) {
    run.add(files);
    return;
  }
  const next = new UploadRun({
    send: sendBatch,
    onChange: (now) => {
      if (useStore.getState().run !== next) return;
      useStore.setState({ progress: now });
      if (isRunning(now.phase)) window.addEventListener("beforeunload", warnBeforeLeaving);
      else window.removeEventListener("beforeunload", warnBeforeLeaving);
    },
  });
  useStore.setState({ run: next, progress: nothingUploaded });
  next.add(files);
}

export function cancelUpload(): void {
  useStore.getState().run?.cancel();
}

export function resumeUpload(): void {
  useStore.getState().run?.resume();
}

/** Make room for the next one. */
export function forgetUpload(): void {
  useStore.setState({ run: null, progress: nothingUploaded });
}
