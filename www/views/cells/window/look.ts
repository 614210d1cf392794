import type { CellLook } from '../look';

export const windowLook: CellLook = {
  light: { mark: '#4c1a80', text: '#43156f' },
  dark: { mark: '#8f74f7', text: '#9b84fa' },
  shape: 'diamond',
  dash: [2.5, 3],
};
