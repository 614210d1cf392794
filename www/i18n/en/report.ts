/** The panel that comes when something failed. */
export const reportTexts = {
  report: {
    title: 'Something failed',
    wayOn: 'Try again; if it fails once more, reload the page.',
    wayBack: (update: number) => `The same run can be trained again to update ${update}, with the same numbers. If that fails once more, reload the page.`,
    retry: 'Try again',
    uncaught: (message: string) => `The page met an error that it did not expect: “${message}”.`,
    goesOn: 'What trains goes on. If something no longer works, reload the page: its address holds the experiment.',
    reload: 'Reload the page',
    report: 'Report',
    copy: 'Copy report',
    copied: 'Copied.',
    byHand: 'Selected. Copy it with Ctrl+C or ⌘C.',
    close: 'Close',
    nothingSent: 'Nothing is sent. Whoever looks after this page can find the cause with this text.',
  },
};
