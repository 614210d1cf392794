import type { CellLook } from '../look';

export const gruLook: CellLook = {
  light: { mark: '#009e73', text: '#00775a' },
  dark: { mark: '#2fcb9c', text: '#43d3a8' },
  shape: 'square',
  dash: [7, 3.5],
};
