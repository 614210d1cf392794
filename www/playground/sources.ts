/** Where the data sets that ship come from, as their licences ask to be said; names stay as they are in every language. */

export interface DataSource {
  name: string;
  /** Who made it, and when. */
  by: string;
  /** Where it is described. */
  address: string | null;
  /** null where none is stated. */
  licence: string | null;
  /** What of it was made by a rule, rather than measured, written or rated by people. */
  made?: 'sentences';
}

/** By the file below `data/`. */
export const SOURCES: Readonly<Record<string, DataSource>> = {
  'text/english.txt': { name: 'Alice’s Adventures in Wonderland', by: 'Lewis Carroll (1865)', address: null, licence: 'public domain' },
  'text/chinese.txt': { name: '西游记', by: '吴承恩 (16th century)', address: null, licence: 'public domain' },
  'digits.safetensors': { name: 'Optical Recognition of Handwritten Digits', by: 'E. Alpaydin, C. Kaynak (1998)', address: 'https://doi.org/10.24432/C50P49', licence: 'CC BY 4.0' },
  'speech.safetensors': { name: 'Japanese Vowels', by: 'M. Kudo, J. Toyama, M. Shimbo (1999)', address: 'https://doi.org/10.24432/C5NS47', licence: 'CC BY 4.0' },
  'gesture.safetensors': { name: 'GunPoint', by: 'C. A. Ratanamahatana, E. Keogh (2004)', address: 'https://www.timeseriesclassification.com/description.php?Dataset=GunPoint', licence: null },
  'sentiment.txt': { name: 'VADER', by: 'C. J. Hutto, E. Gilbert (2014)', address: 'https://github.com/cjhutto/vaderSentiment', licence: 'MIT', made: 'sentences' },
};
