/** A file's bytes, gzip in Base64. */
declare module '*?gzip' {
  const text: string;
  export default text;
}
