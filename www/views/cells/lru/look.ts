import type { CellLook } from '../look';

export const lruLook: CellLook = {
  light: { mark: '#4f5826', text: '#475020' },
  dark: { mark: '#96f02a', text: '#a6f24e' },
  shape: 'cross',
  dash: [2, 3, 6, 3],
};
