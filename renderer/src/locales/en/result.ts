/** Words of what every operation shows below its result. */
export const resultText = {
  technical: 'Technical details',
  technicalLabels: {
    code: 'Kind',
    name: 'Name',
    message: 'Text',
    operation: 'Operation',
    requestId: 'Request ID',
    httpStatus: 'HTTP status',
    attempts: 'Times sent',
  },
  copyDetails: 'Copy details',
  detailsCopied: 'Technical details',

  command: 'As an AWS CLI command',
  commands: 'As AWS CLI commands',
  recentCli: 'This one takes an AWS CLI of 2025 or later: update it where the command is not known.',
  commandForms: 'Forms of the command',
  bash: 'bash',
  jsonFile: 'Any shell, with a JSON file',
  bashHint: 'For bash and zsh, on macOS and Linux.',
  jsonHint: (file: string) =>
    `Also for PowerShell and cmd: save the second block as ${file}, then run the first.`,
  placeholders: (names: readonly string[]) =>
    `${names.join(', ')} ${names.length === 1 ? 'stands for a secret: put yours' : 'stand for secrets: put yours'} in before you run it.`,
  includeSecrets: 'Put the secrets into what is copied',
  includeSecretsHint:
    'A command with secrets ends up in the shell’s history. The clipboard is cleared afterwards.',
  copyCommand: 'Copy command',
  copyFile: 'Copy file',
  commandLabel: 'Command',
  fileLabel: (name: string) => `Content of ${name}`,
  challengeNote:
    'When the pool asks for another step, this command prints None. The app shows the step instead.',

  json: 'AWS’s answer as JSON',
  jsonEmpty: 'AWS answered without content, so the AWS CLI prints nothing.',
  jsonMasked: 'Tokens are masked here. Copy JSON copies them whole, as the AWS CLI prints them.',
  copyJson: 'Copy JSON',
  jsonLabel: 'Answer of AWS',

  copied: 'Copied',
  clearsIn: (seconds: number) => `Clipboard clears in ${String(seconds)} s`,
  cleared: 'Clipboard cleared',

  tooLate: 'This has gone out to AWS already and cannot be taken back. Waiting for the answer…',
  cancel: 'Cancel',
  slowDown: (seconds: number) => `AWS is asking us to slow down. Trying again in ${String(seconds)} s.`,
  fromProfile: (name: string) => `From ${name}`,
} as const;
