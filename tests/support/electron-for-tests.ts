/** What the tests run the app on: the stand-in, or Electron where that is asked for by name. */
import { electronBinary } from '#build/runtime/electron-binary.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;

/** The variable that asks for Electron. It is not taken just because it is there: it would use a person's own clipboard and keyring. */
export const testOn = 'COGNITO_DESK_TEST_ON';

/** Path of Electron's binary where the tests shall run on it, or undefined for the stand-in. */
export function electronForTests(
  environment: Environment = process.env,
  find: () => string | undefined = electronBinary,
): string | undefined {
  const asked = environment[testOn];
  if (!asked || asked === 'stand-in') return undefined;
  if (asked !== 'electron') throw new Error(`${testOn} can be electron or stand-in, not ${asked}.`);
  const binary = find();
  if (binary === undefined) {
    throw new Error(
      `${testOn} asks for Electron, whose own binary is not here. To fetch it: npm exec install-electron`,
    );
  }
  return binary;
}
