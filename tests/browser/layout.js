/**
 * What is wrong with the boxes of everything that is on view: one sentence for each trouble. It runs in the page and
 * travels as text, so it stands by itself.
 *
 * Looks for text that is cut off or runs out of the window, texts that lie on each other, letters under 12 px, and
 * targets too small for a finger. Texts on canvases are those that drawn.js makes them report. What lies under
 * something opaque is not looked at.
 *
 * @param {{ touch: boolean }} options whether fingers are to be expected
 * @returns {string[]}
 */
export function troubles({ touch }) {
  /** Text may touch by this much: glyphs do not fill their boxes. */
  const TOLERANCE = 1;
  const LEAST_FONT = 12;
  /** WCAG 2.2, 2.5.8; and where VISUAL asks for it: in the transport, the tabs and the set-up. */
  const LEAST_TARGET = 24;
  const LEAST_TOUCH = 44;
  const TOUCHED = ':is(.transport, .tabs) *, :is(.control select, .control input:not([type=checkbox])), .task, .cell-toggle';

  /** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
  /** @typedef {{ node: object, element: Element, box: Box, text: string }} Shown */
  /** @typedef {Box & { text: string, size: number }} Drawn */

  /** @type {Set<string>} */
  const found = new Set();
  const parentOf = (/** @type {Element} */ element) =>
    element.assignedSlot ?? element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host ?? null;
  /**
   * What is asked of an element again and again, as an ancestor of many; nothing moves meanwhile.
   *
   * @template T @param {(element: Element) => T} ask @returns {(element: Element) => T}
   */
  const once = (ask) => {
    /** @type {Map<Element, T>} */
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, ask(element));
      return /** @type {T} */ (known.get(element));
    };
  };
  const boxOf = once((element) => element.getBoundingClientRect());
  const styleOf = once((element) => {
    const { overflow, overflowX, overflowY, display, position, clipPath } = getComputedStyle(element);
    return { overflow, overflowX, overflowY, display, position, clipPath };
  });
  /** @type {(element: Element) => Element[]} */
  const chain = once((element) => {
    const all = [];
    for (let each = /** @type {Element | null} */ (element); each !== null; each = parentOf(each)) all.push(each);
    return all;
  });
  const name = (/** @type {Element} */ element) =>
    chain(element).slice(0, 4).reverse().map((each) => each.localName + (each.id ? `#${each.id}` : '') + (typeof each.className === 'string' && each.className !== '' ? `.${each.className.trim().split(/\s+/).join('.')}` : '')).join(' > ');
  const say = (/** @type {Element} */ element, /** @type {string} */ what) => found.add(`${what} — ${name(element)}`);

  /** @param {Document | ShadowRoot} root @returns {Element[]} */
  const everything = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot === null ? [] : everything(element.shadowRoot))]);
  const isSeen = (/** @type {Element} */ element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  /** Only for those who listen: a box of one pixel. */
  const isUnseen = (/** @type {Element} */ element) => chain(element).some((each) => each.classList.contains('unseen') || styleOf(each).clipPath === 'inset(50%)');

  /** @param {Box} a @param {Box} b @returns {Box} */
  const meet = (a, b) => ({ left: Math.max(a.left, b.left), right: Math.min(a.right, b.right), top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom) });
  const isEmpty = (/** @type {Box} */ box) => box.right - box.left <= TOLERANCE || box.bottom - box.top <= TOLERANCE;

  /** What is left of a box after its scrolling ancestors; says so where a hiding one cuts it. @param {Shown} shown @returns {Box | null} */
  const visible = ({ element, box, text }) => {
    let left = box;
    let fixed = false;
    let boxed = element;
    for (const each of chain(element)) {
      const style = styleOf(each);
      // A fixed box is held by the window alone.
      if (!fixed && style.overflow !== 'visible' && !/^(inline|contents)$/.test(style.display) && each !== document.documentElement && each !== document.body) {
        const frame = boxOf(each);
        const inner = meet(left, frame);
        if (isEmpty(inner)) return null;
        const wide = left.left < frame.left - TOLERANCE || left.right > frame.right + TOLERANCE;
        const high = left.top < frame.top - TOLERANCE || left.bottom > frame.bottom + TOLERANCE;
        if ((wide && style.overflowX !== 'auto' && style.overflowX !== 'scroll') || (high && style.overflowY !== 'auto' && style.overflowY !== 'scroll')) say(boxed, `“${text}” is cut off`);
        left = inner;
      }
      boxed = each;
      if (style.position === 'fixed') fixed = true;
    }
    if (left.left < -TOLERANCE || left.right > innerWidth + TOLERANCE) say(element, `“${text}” runs out of the window`);
    return isEmpty(left) ? null : left;
  };

  /** The elements at a point from top to bottom, in all trees. @param {Document | ShadowRoot} root @param {number} x @param {number} y @returns {Element[]} */
  const stack = (root, x, y) =>
    root.elementsFromPoint(x, y).filter((element) => element.getRootNode() === root).flatMap((element) => (element.shadowRoot === null ? [element] : [...stack(element.shadowRoot, x, y), element]));
  const isOpaque = (/** @type {Element} */ element) => {
    const colour = /^rgba?\(([^)]+)\)$/.exec(getComputedStyle(element).backgroundColor)?.[1]?.split(',').map(Number) ?? [];
    return colour.length > 0 && (colour[3] ?? 1) > 0.9;
  };
  /** Whether something opaque lies over an element at a point. @param {Element} element @param {number} x @param {number} y */
  const isCovered = (element, x, y) => {
    const above = chain(element);
    for (const each of stack(document, x, y)) {
      if (above.includes(each)) return false;
      if (isOpaque(each)) return true;
    }
    // What the pointer passes through is not in the stack: then it lies on top, or far below.
    return getComputedStyle(element).pointerEvents !== 'none';
  };

  /** @type {Shown[]} */
  const texts = [];
  for (const element of everything(document)) {
    if (!isSeen(element) || isUnseen(element) || /^(script|style|noscript|option|title|textarea)$/.test(element.localName)) continue;
    for (const node of element.childNodes) {
      const text = node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '').trim() : '';
      if (text === '') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
      for (const rect of range.getClientRects()) {
        // The box of a line is higher than its letters.
        const spare = rect.height * 0.15;
        const shown = { node, element, text: short, box: { left: rect.left, right: rect.right, top: rect.top + spare, bottom: rect.bottom - spare } };
        const box = isEmpty(shown.box) ? null : visible(shown);
        if (box !== null) texts.push({ ...shown, box });
      }
      const zoom = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1;
      const size = parseFloat(getComputedStyle(element).fontSize) * zoom;
      if (size < LEAST_FONT - 0.1) say(element, `“${short}” has letters of ${size.toFixed(1)} px`);
    }
    if (element instanceof HTMLCanvasElement) {
      const frame = boxOf(element);
      const [across, down] = [frame.width / element.width, frame.height / element.height];
      for (const drawn of /** @type {{ drawnTexts?: Drawn[] }} */ (element).drawnTexts ?? []) {
        const text = drawn.text;
        const box = { left: frame.left + drawn.left * across, right: frame.left + drawn.right * across, top: frame.top + drawn.top * down, bottom: frame.top + drawn.bottom * down };
        if (box.left < frame.left - TOLERANCE || box.right > frame.right + TOLERANCE || box.top < frame.top - TOLERANCE || box.bottom > frame.bottom + TOLERANCE) say(element, `“${text}” is cut off`);
        if (drawn.size * down < LEAST_FONT - 0.1) say(element, `“${text}” has letters of ${(drawn.size * down).toFixed(1)} px`);
        const inSight = isEmpty(box) ? null : visible({ node: drawn, element, box, text });
        if (inSight !== null) texts.push({ node: drawn, element, box: inSight, text });
      }
    }
    if (element instanceof HTMLInputElement && /^(text|number|search|url)$/.test(element.type) && element.scrollWidth > element.clientWidth + TOLERANCE) say(element, `The value ${element.value} is cut off`);
    if (element instanceof HTMLSelectElement) {
      const style = getComputedStyle(element);
      const context = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
      context.font = style.font;
      const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - (style.appearance === 'none' ? 0 : 16);
      const text = element.selectedOptions[0]?.text ?? '';
      if (context.measureText(text).width > room + TOLERANCE) say(element, `The choice ${text} is cut off`);
    }
  }

  texts.sort((a, b) => a.box.top - b.box.top);
  texts.forEach((one, index) => {
    for (let next = index + 1; next < texts.length; next++) {
      const other = /** @type {Shown} */ (texts[next]);
      if (other.box.top >= one.box.bottom) break;
      const common = meet(one.box, other.box);
      if (one.node === other.node || isEmpty(common)) continue;
      const [x, y] = [(common.left + common.right) / 2, (common.top + common.bottom) / 2];
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      if (!isCovered(one.element, x, y) && !isCovered(other.element, x, y)) say(one.element, `“${one.text}” and “${other.text}” lie on each other`);
    }
  });

  if (touch) {
    for (const element of everything(document)) {
      if (!element.matches('button, select, input, summary, a[href], textarea') || !isSeen(element) || isUnseen(element)) continue;
      // A label gives its control its own area, and so does what is laid around it for fingers.
      const around = getComputedStyle(element, '::before');
      const label = /** @type {HTMLInputElement} */ (element).labels?.[0];
      const { width, height } = element.getBoundingClientRect();
      if (width === 0) continue;
      const boxes = [{ width, height }, ...(label === undefined ? [] : [label.getBoundingClientRect()]), ...(around.content === 'none' ? [] : [{ width: parseFloat(around.width), height: parseFloat(around.height) }])];
      const area = { width: Math.max(...boxes.map((box) => box.width)), height: Math.max(...boxes.map((box) => box.height)) };
      const least = element.matches(TOUCHED) ? LEAST_TOUCH : LEAST_TARGET;
      if (area.height < least - 0.5 || area.width < least - 0.5) say(element, `A target of ${area.width.toFixed(0)} × ${area.height.toFixed(0)} px, which must have ${least}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) found.add(`The page is ${document.documentElement.scrollWidth} px wide in a window of ${innerWidth} px.`);
  return [...found];
}
