import type { CellLook } from '../look';

export const mingruLook: CellLook = {
  light: { mark: '#885078', text: '#7c476d' },
  dark: { mark: '#c070a0', text: '#d08ab2' },
  shape: 'pentagon',
  dash: [14, 4],
};
