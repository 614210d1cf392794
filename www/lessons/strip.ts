/** Where the window is narrow and high enough, as in lessons.css: the stage is then a strip on top of the text. */
export const STRIP = '(max-width: 899px) and (min-height: 480px)';
