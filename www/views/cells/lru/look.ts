import type { CellLook } from '../look';

export const lruLook: CellLook = {
  light: { mark: '#5b6b1e', text: '#4f5d17' },
  dark: { mark: '#b9cc5c', text: '#c3d46f' },
  shape: 'cross',
  dash: [2, 3, 6, 3],
};
