import type { App } from 'electron';

type Options = {
  readonly app: Pick<App, 'relaunch' | 'quit'>;
  /** The AppImage that runs. Its program lies in a folder that goes away with this process. */
  readonly image: string | undefined;
};

/** Ends the app as a person would, and opens it again. */
export function restartApp({ app, image }: Options): void {
  app.relaunch(image === undefined ? undefined : { execPath: image });
  app.quit();
}
