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
  made?: 'sentences' | 'all';
}

/** By the file below `data/`. */
export const SOURCES: Readonly<Record<string, DataSource>> = {
  'text/english.txt': { name: 'Alice’s Adventures in Wonderland', by: 'Lewis Carroll (1865)', address: null, licence: 'public domain' },
  'text/chinese.txt': { name: '西游记', by: '吴承恩 (16th century)', address: null, licence: 'public domain' },
  'text/sonnets.txt': { name: 'Sonnets', by: 'William Shakespeare (1609)', address: null, licence: 'public domain' },
  'text/code.txt': { name: 'src/data/rng.rs', by: 'Vanishing Point', address: null, licence: 'MIT OR Apache-2.0' },
  'digits.safetensors': { name: 'Optical Recognition of Handwritten Digits', by: 'E. Alpaydin, C. Kaynak (1998)', address: 'https://doi.org/10.24432/C50P49', licence: 'CC BY 4.0' },
  'speech.safetensors': { name: 'Japanese Vowels', by: 'M. Kudo, J. Toyama, M. Shimbo (1999)', address: 'https://doi.org/10.24432/C5NS47', licence: 'CC BY 4.0' },
  'gesture.safetensors': { name: 'GunPoint', by: 'C. A. Ratanamahatana, E. Keogh (2004)', address: 'https://www.timeseriesclassification.com/description.php?Dataset=GunPoint', licence: null },
  'sentiment.txt': { name: 'VADER', by: 'C. J. Hutto, E. Gilbert (2014)', address: 'https://github.com/cjhutto/vaderSentiment', licence: 'MIT', made: 'sentences' },
  'series/sunspots.safetensors': { name: 'Monthly mean sunspot number', by: 'World Data Center SILSO', address: null, licence: 'public domain' },
  'series/sunspots-yearly.safetensors': { name: 'Yearly mean sunspot number', by: 'World Data Center SILSO', address: null, licence: 'public domain' },
  'series/co2.safetensors': { name: 'Atmospheric CO₂ at Mauna Loa', by: 'C. D. Keeling, T. P. Whorf (2004)', address: null, licence: 'public domain' },
  'series/el-nino.safetensors': { name: 'Sea surface temperature, Niño 1+2', by: 'NOAA, ERSST.V3B', address: null, licence: 'public domain' },
  'series/airline.safetensors': { name: 'International airline passengers, series G', by: 'G. E. P. Box, G. M. Jenkins (1976)', address: null, licence: null },
  'series/sines.safetensors': { name: 'Three sines', by: 'Vanishing Point', address: null, licence: 'MIT OR Apache-2.0', made: 'all' },
  'own/example.safetensors': { name: 'Recall', by: 'Vanishing Point', address: null, licence: 'MIT OR Apache-2.0', made: 'all' },
  'entities/english.txt': { name: 'Sentences with names', by: 'Vanishing Point', address: null, licence: 'MIT OR Apache-2.0', made: 'all' },
  'entities/chinese.txt': { name: '含名字的句子', by: 'Vanishing Point', address: null, licence: 'MIT OR Apache-2.0', made: 'all' },
};
