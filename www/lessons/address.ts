/** The address of a beat of the course, beside the page; `place` is lesson and beat, as in “vanishing/product”. */
export function beatAddress(place: string): string {
  const [lesson = '', beat = ''] = place.split('/');
  return `./lessons.html#lesson=${lesson}&beat=${beat}`;
}
