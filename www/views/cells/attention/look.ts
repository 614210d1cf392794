import type { CellLook } from '../look';

export const attentionLook: CellLook = {
  light: { mark: '#a8326e', text: '#962a61' },
  dark: { mark: '#f08cbc', text: '#f49cc6' },
  shape: 'star',
  dash: [7, 2, 2, 2, 2, 2],
};
