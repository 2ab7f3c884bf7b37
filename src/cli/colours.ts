/** Functions that colour a text or make it bold or dim. chalk implements them. */
export type Colours = Readonly<Record<'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow', (text: string) => string>>;

const returnUnchanged = (text: string) => text;

/** Leaves every text as it is. Used for files, JSON, quiet runs and `--no-color`. */
export const noColours: Colours = {
  bold: returnUnchanged,
  cyan: returnUnchanged,
  dim: returnUnchanged,
  green: returnUnchanged,
  red: returnUnchanged,
  yellow: returnUnchanged,
};
