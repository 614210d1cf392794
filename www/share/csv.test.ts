import { expect, test } from 'vitest';

import { historyCsv } from './csv';

test('the history is a table with a header, a row an update and cell, and a point in its numbers', () => {
  const numbers = { loss: 1.5, accuracy: 0.25, probeLoss: 1e-7, trainLoss: NaN, gradNorm: NaN, log10Ratio: -Infinity, log10RatioMemory: -0.5 };
  expect(historyCsv([{ update: 0, cell: 'window', ...numbers }, { update: 1200, cell: 'rnn', ...numbers, trainLoss: 2, gradNorm: 3 }])).toBe(
    'update,cell,loss,accuracy,probeLoss,trainLoss,gradNorm,log10Ratio,log10RatioMemory\r\n'
    + '0,window,1.5,0.25,1e-7,,,-inf,-0.5\r\n'
    + '1200,rnn,1.5,0.25,1e-7,2,3,-inf,-0.5\r\n');
});
