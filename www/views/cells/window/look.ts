import type { CellLook } from '../look';

export const windowLook: CellLook = {
  light: { mark: '#8b4fbf', text: '#7440a6' },
  dark: { mark: '#c193f0', text: '#cda6f5' },
  shape: 'diamond',
  dash: [2.5, 3],
};
