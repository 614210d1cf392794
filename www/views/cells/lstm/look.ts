import type { CellLook } from '../look';

export const lstmLook: CellLook = {
  light: { mark: '#0072b2', text: '#00659e' },
  dark: { mark: '#5cb8ee', text: '#6fc2f2' },
  shape: 'circle',
  dash: [],
};
