/** An address as AWS writes it where others may look: `j***@e***`. What is none stays as it is. */
export const maskAddress = (text: string): string =>
  text.replaceAll(/([^\s@])[^\s@]*@([^\s@])[^\s@]*/g, '$1***@$2***');
