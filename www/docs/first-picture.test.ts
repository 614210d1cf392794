import { describe, expect, it } from 'vitest';

import { posterTexts as english } from '../i18n/en/poster';
import { posterTexts as chinese } from '../i18n/zh/poster';
import { DECADES, pathOf, RECORDED_CELLS, RECORDED_STEPS } from '../element/poster-lines';
import { firstPicture } from './first-picture';

describe('the picture in the HTML of the page', () => {
  const html = firstPicture([{ tag: 'en', ...english }, { tag: 'zh-Hans', ...chinese }]);

  it('says in both languages that it is a record, and of what', () => {
    expect(html).toContain('lang="en">A still picture of a recorded run: the gradient at each of 40 steps, relative to the last, update 0.<');
    expect(html).toContain('lang="zh-Hans">录制的静态图：第 0 次更新时，40 个时间步的梯度与最后一步之比。<');
  });

  it('has the line and the name of every recorded cell, and nothing that a strict policy would refuse', () => {
    expect(RECORDED_CELLS).toEqual(['rnn', 'lstm', 'gru']);
    for (const cell of RECORDED_CELLS) {
      expect(html).toContain(pathOf(cell));
      expect(html).toContain(`>${english.cells[cell]}</text>`);
    }
    expect(html).not.toMatch(/style=|<style|<script|\son\w+=/);
  });

  it('draws each line from the first step to the last, which is 1, within the picture', () => {
    for (const cell of RECORDED_CELLS) {
      const points = pathOf(cell).slice(1).split('L').map((point) => point.split(',').map(Number));
      expect(points.length).toBe(RECORDED_STEPS);
      expect([points[0]![0], ...points.at(-1)!]).toEqual([0, 100, -DECADES]);
      for (const [, y] of points) expect(y).toBeLessThanOrEqual(0);
    }
  });
});
