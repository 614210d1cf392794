/** Dispatches an event that leaves the shadow root and bubbles through the page. */
export function emit(host: Element, type: string, detail: object): void {
  host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}
