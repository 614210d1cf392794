/** Sharing and keeping a run. */

import type { RunFault } from '../run-fault';

export const shareTexts = {
  share: {
    title: 'Share and keep',
    close: 'Close',
    paused: 'Paused at this update while you share.',
    link: 'Link to this experiment',
    fragment: 'The end of the link',
    fragmentHint: 'This file has no address on the web. Put this text behind the address of the page, or of this file on another computer, in place of everything from # on: it opens the same run there.',
    copyLink: 'Copy link',
    copied: 'Copied.',
    select: 'The clipboard is not allowed here. The text is selected: copy it with the keyboard.',
    ownText: 'Your own data are not part of the link.',
    picture: 'Picture',
    pictureHint: 'Chart and lanes at this update, with the experiment printed in it.',
    png: 'PNG',
    pngHint: 'Pixels, for slides and posts',
    svg: 'SVG',
    svgHint: 'Vectors and text, to edit and to print',
    animation: 'Animation',
    animationHint: 'One forward and one backward pass, as a GIF',
    drawing: (done: number, all: number) => `Drawing picture ${done} of ${all}`,
    cancel: 'Cancel',
    cancelled: 'Cancelled.',
    data: 'Data',
    history: 'History',
    historyHint: 'CSV: a row for every update shown and every cell, 4096 updates at most',
    allTraces: 'All traces',
    allTracesHint: 'JSON: the traces of all cells in one file',
    cell: 'Model',
    trace: 'Trace',
    traceOf: (cell: string) => `${cell}: everything that the sequence on view shows, as JSON`,
    weights: 'Weights',
    weightsOf: (cell: string) => `${cell}: weights, as safetensors with PyTorch’s names`,
    pytorch: 'PyTorch',
    pytorchHint: 'A Python script that rebuilds the run and prints the same gradient norms.',
    copyScript: 'Copy',
    copyScriptOf: (cell: string) => `${cell}: copy as PyTorch`,
    saveScript: 'Save',
    saveScriptOf: (cell: string) => `${cell}: save as a PyTorch script (.py)`,
    run: 'The run itself',
    runHint: 'Everything in one file: the weights and optimiser state of every model, what was changed, the history, your own data. It goes on later, here or elsewhere, with the same numbers as if it had never stopped.',
    saveRun: 'Save the run',
    openRun: 'Open a saved run…',
    runFault: (fault: RunFault): string => {
      switch (fault.kind) {
        case 'tooLarge':
          return `the file has ${Math.ceil(fault.bytes / 2 ** 20)} MB; a saved run has at most 64 MB.`;
        case 'notOne':
          return 'the file is not a run that this page saved. Choose one whose name ends in .run.safetensors.';
        case 'damaged':
          return 'the file is damaged: its contents are not what was saved. Download or copy it again.';
        case 'engine':
          return `the run was saved by engine ${fault.given}, and this page has engine ${fault.own}, which cannot go on with it.`;
      }
    },
    saved: (name: string) => `Saved as ${name}.`,
    failed: (reason: string) => `That did not work: ${reason}`,
    nothing: 'There is nothing on view yet.',
    unreadable: 'This browser protects canvases from being read (as against fingerprinting), so a picture of pixels would be noise. Allow it for this site, or save the SVG.',
    tooLarge: 'The picture is larger than this browser can draw.',
    atUpdate: (update: string) => `update ${update}`,
  },
};
