/** The version of this build. */
export const version: string = '0.1.0';
