/**
 * What every widget carries: it finds the script of the page, or has it sent once, and leaves the rest to it. A page with
 * ten stages holds the script once.
 */

const KEY = Symbol.for('vanishing-point notebook __VERSION__');

export default {
  async render({ model, el }) {
    const script = await (globalThis[KEY] ??= load(model));
    const end = script.render({ model, el });
    hideStill(model.get('_picture'));
    return end;
  },
};

/** The picture beside the stage is for pages without scripts: not before the stage is there, and however often it is renewed. */
function hideStill(name) {
  if (!name || document.getElementById(name) !== null) return;
  const style = document.createElement('style');
  style.id = name;
  // In JupyterLab the output's own line goes with it; a browser that does not know :has() skips that rule alone.
  style.textContent = `.${name} { display: none !important; } .jp-OutputArea-child:has(.${name}) { display: none !important; }`;
  document.head.append(style);
}

/** The script, as a module of this page. */
async function load(model) {
  const code = (await fromState(model)) ?? (await fromKernel(model));
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  try {
    return await import(/* @vite-ignore */ address);
  } catch (failure) {
    delete globalThis[KEY];
    throw failure;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** From the widget that holds it: also in a saved page, where no kernel answers. */
async function fromState(model) {
  try {
    const holder = await model.widget_manager.get_model(model.get('_script').replace(/^(IPY_MODEL_|anywidget:)/, ''));
    return holder.get('code') || null;
  } catch {
    return null;
  }
}

/** Asked for, where the holder belongs to a cell that was run anew. */
function fromKernel(model) {
  return new Promise((resolve) => {
    const heard = (message) => {
      if (message?.type !== 'script') return;
      model.off('msg:custom', heard);
      resolve(message.code);
    };
    model.on('msg:custom', heard);
    model.send({ type: 'script' });
  });
}
