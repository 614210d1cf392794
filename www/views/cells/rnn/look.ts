import type { CellLook } from '../look';

export const rnnLook: CellLook = {
  light: { mark: '#d55e00', text: '#b04e00' },
  dark: { mark: '#ff7f3a', text: '#ff8d50' },
  shape: 'triangle',
  dash: [],
};
