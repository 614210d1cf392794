import { expect, test } from 'vitest';

import { historyCsv } from './csv';

test('the history is a table with a header, a row an update and cell, and a point in its numbers', () => {
  const numbers = { loss: 1.5, accuracy: 0.25, probeLoss: 1e-7, trainLoss: NaN, gradNorm: NaN, log10Ratio: -Infinity, log10RatioMemory: -0.5 };
  expect(historyCsv([{ update: 0, cell: 'window', ...numbers }, { update: 1200, cell: 'rnn', ...numbers, trainLoss: 2, gradNorm: 3 }])).toBe(
    'update,cell,loss,accuracy,probeLoss,trainLoss,gradNorm,log10Ratio,log10RatioMemory\r\n'
    + '0,window,1.5,0.25,1e-7,,,-inf,-0.5\r\n'
    + '1200,rnn,1.5,0.25,1e-7,2,3,-inf,-0.5\r\n');
});

test('a run that is pinned follows under its letter', () => {
  const numbers = { loss: 1.5, accuracy: 0.25, probeLoss: 1, trainLoss: 2, gradNorm: 3, log10Ratio: 0, log10RatioMemory: 0 };
  expect(historyCsv([{ update: 7, cell: 'rnn', ...numbers }], { name: 'A', rows: [{ update: 9, cell: 'gru', ...numbers }] })).toBe(
    'run,update,cell,loss,accuracy,probeLoss,trainLoss,gradNorm,log10Ratio,log10RatioMemory\r\n'
    + ',7,rnn,1.5,0.25,1,2,3,0,0\r\n'
    + 'A,9,gru,1.5,0.25,1,2,3,0,0\r\n');
});
