// Inter and JetBrains Mono (both OFL-1.1), four subsets each, served from our own bundle.
import interCyrillic from '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2?url';
import interGreek from '@fontsource-variable/inter/files/inter-greek-wght-normal.woff2?url';
import interLatinExt from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url';
import interLatin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import monoCyrillic400 from '@fontsource/jetbrains-mono/files/jetbrains-mono-cyrillic-400-normal.woff2?url';
import monoCyrillic500 from '@fontsource/jetbrains-mono/files/jetbrains-mono-cyrillic-500-normal.woff2?url';
import monoGreek400 from '@fontsource/jetbrains-mono/files/jetbrains-mono-greek-400-normal.woff2?url';
import monoGreek500 from '@fontsource/jetbrains-mono/files/jetbrains-mono-greek-500-normal.woff2?url';
import monoLatinExt400 from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-ext-400-normal.woff2?url';
import monoLatinExt500 from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-ext-500-normal.woff2?url';
import monoLatin400 from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2?url';
import monoLatin500 from '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-500-normal.woff2?url';

const LATIN =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';
const LATIN_EXT =
  'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF';
const CYRILLIC = 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116';
const GREEK = 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF';

const INTER = 'Inter Variable';
const MONO = 'JetBrains Mono';

const FACES: readonly (readonly [family: string, weight: string, range: string, url: string])[] = [
  [INTER, '100 900', LATIN, interLatin],
  [INTER, '100 900', LATIN_EXT, interLatinExt],
  [INTER, '100 900', CYRILLIC, interCyrillic],
  [INTER, '100 900', GREEK, interGreek],
  [MONO, '400', LATIN, monoLatin400],
  [MONO, '500', LATIN, monoLatin500],
  [MONO, '400', LATIN_EXT, monoLatinExt400],
  [MONO, '500', LATIN_EXT, monoLatinExt500],
  [MONO, '400', CYRILLIC, monoCyrillic400],
  [MONO, '500', CYRILLIC, monoCyrillic500],
  [MONO, '400', GREEK, monoGreek400],
  [MONO, '500', GREEK, monoGreek500],
];

/** Declares the faces; the browser loads a file when a page first shows a letter of it. */
export function declareFonts(): void {
  for (const [family, weight, unicodeRange, url] of FACES) {
    document.fonts.add(
      new FontFace(family, `url("${url}") format("woff2")`, { weight, unicodeRange, display: 'swap' }),
    );
  }
}
