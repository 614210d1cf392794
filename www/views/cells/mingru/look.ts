import type { CellLook } from '../look';

export const mingruLook: CellLook = {
  light: { mark: '#b8327f', text: '#a02069' },
  dark: { mark: '#f58ac4', text: '#f79bcd' },
  shape: 'pentagon',
  dash: [9, 3, 2, 3],
};
