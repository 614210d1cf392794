import decodeQR from 'qr/decode.js';
import encodeQR from 'qr';
import { expect, test } from 'vitest';

import { codeOf } from './code';
import { LESSONS } from './list';

test('a code of every lesson is read back from its QR code', () => {
  for (const id of LESSONS) {
    const code = codeOf(id, [3, 0, null, 2]);
    const rows = encodeQR(code, 'raw', { border: 4 });
    const scale = 4;
    const size = rows.length * scale;
    const data = new Uint8Array(size * size * 4).fill(255);
    rows.forEach((row, y) => row.forEach((dark, x) => {
      if (!dark) return;
      for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) data.fill(0, ((y * scale + dy) * size + x * scale + dx) * 4, ((y * scale + dy) * size + x * scale + dx) * 4 + 3);
    }));
    expect(decodeQR({ width: size, height: size, data })).toBe(code);
  }
});
