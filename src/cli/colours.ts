/** Texts in a colour or a weight, as chalk has them. */
export type Colours = Readonly<Record<'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow', (text: string) => string>>;

const asItIs = (text: string) => text;

/** Used for files, JSON, quiet runs and `--no-color`. */
export const noColours: Colours = {
  bold: asItIs,
  cyan: asItIs,
  dim: asItIs,
  green: asItIs,
  red: asItIs,
  yellow: asItIs,
};
