import type { CellLook } from '../look';

export const attentionLook: CellLook = {
  light: { mark: '#4f1e02', text: '#4a1c02' },
  dark: { mark: '#f9e6ab', text: '#fbebbd' },
  shape: 'star',
  dash: [7, 2, 2, 2, 2, 2],
};
