/** The office's colour in two shades with enough contrast: on white (and under white text), and on the dark card. */
export interface Accent {
  /** `#rrggbb` */
  readonly accent: string;
  readonly accentOnDark: string;
}

type Rgb = readonly number[];

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** The card's background in dark mode, as in templates/layout/html.hbs. */
const darkCard: Rgb = [27, 33, 39];
/** WCAG 2.2, success criterion 1.4.3. */
const minContrast = 4.5;

const cache = new Map<string, Accent>();

/** Darkens a colour (`#rrggbb`) until it has enough contrast on white, and lightens it until it has enough on dark. */
export function accentOf(colour: string): Accent {
  const accent = cache.get(colour) ?? accentFrom([1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)));
  cache.set(colour, accent);
  return accent;
}

function accentFrom(colour: Rgb): Accent {
  return { accent: withContrast(colour, white, black), accentOnDark: withContrast(colour, darkCard, white) };
}

function withContrast(colour: Rgb, background: Rgb, towards: Rgb): string {
  for (let step = 0; ; step += 1) {
    const shade = colour.map((part, index) => Math.round(part + ((towards[index]! - part) * step) / 100));
    if (step === 100 || contrast(shade, background) >= minContrast)
      return `#${shade.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  }
}

/** Contrast ratio by WCAG 2.2, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
