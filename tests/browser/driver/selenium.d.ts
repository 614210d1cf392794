/** The types know this module by the name of its folder, and Node by that of its file. */
declare module 'selenium-webdriver/remote/index.js' {
  export * from 'selenium-webdriver/remote';
}
