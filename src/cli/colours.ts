/** Texts in a colour or a weight, as chalk has them. */
export type Colours = Readonly<Record<'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow', (text: string) => string>>;

const asItIs = (text: string) => text;

/** For files, for JSON, and for whoever wants none. */
export const noColours: Colours = {
  bold: asItIs,
  cyan: asItIs,
  dim: asItIs,
  green: asItIs,
  red: asItIs,
  yellow: asItIs,
};
