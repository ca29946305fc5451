/** Variables of the machine that the app under test and Chromium need; its AWS settings must not leak into tests. */
const names = [
  ...['PATH', 'HOME', 'LANG', 'TMPDIR'],
  // Where windows and the keyring are on Linux. A display of xvfb-run lets nobody in without XAUTHORITY.
  ...['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'],
  ...['XDG_CURRENT_DESKTOP', 'KDE_SESSION_VERSION', 'XDG_SESSION_TYPE', 'XDG_DATA_DIRS'],
  // What no program of Windows starts without.
  ...['SystemRoot', 'SystemDrive', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'TEMP', 'TMP'],
  // Where Chrome and Edge are on Windows.
  ...['ProgramFiles', 'ProgramFiles(x86)'],
];

/** Those that are set. */
export const machineEnvironment = (
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
