/** What there is to print of a lesson. */

export const SHEETS = ['handout', 'worksheet', 'key'] as const;
export type SheetKind = (typeof SHEETS)[number];

export function isSheet(kind: string | null): kind is SheetKind {
  return SHEETS.some((each) => each === kind);
}
