/** QR codes by camera: the browser's own reader where it has one, otherwise a library, fetched when the camera is first used. */

import { loadPart } from '../engine/part';
import { h } from '../views/dom';
import type { CourseTexts } from './texts';

interface Detector {
  detect(image: HTMLVideoElement): Promise<readonly { rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: ['qr_code'] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Milliseconds between two looks. */
const PAUSE = 200;

async function detector(): Promise<Detector> {
  const { BarcodeDetector: own } = globalThis as { BarcodeDetector?: DetectorClass };
  // Some browsers have the class and read nothing.
  if (own !== undefined && (await own.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) return new own({ formats: ['qr_code'] });
  const { BarcodeDetector } = await loadPart(() => import('qr/decode.js'));
  return new BarcodeDetector({ formats: ['qr_code'] });
}

/** A button that switches the camera on and off; every code is told once. */
export function cameraReader(words: CourseTexts['room'], found: (code: string) => void): HTMLElement {
  const video = h('video', { playsinline: true, hidden: true, 'aria-hidden': 'true' });
  video.muted = true;
  const said = h('p', { role: 'status' });
  const button = h('button', { type: 'button', class: 'plain', 'data-action': 'camera' }, words.camera);
  const seen = new Set<string>();
  let stream: MediaStream | null = null;

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.hidden = true;
    button.textContent = words.camera;
  };
  const watch = async (mine: MediaStream) => {
    const reader = await detector();
    while (stream === mine && video.isConnected) {
      for (const { rawValue } of await reader.detect(video).catch(() => [])) {
        if (seen.has(rawValue)) continue;
        seen.add(rawValue);
        found(rawValue);
        said.textContent = words.reading(seen.size);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    // The list may be left while the camera runs.
    if (stream === mine) stop();
  };
  const start = async () => {
    const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
    if (mediaDevices === undefined) throw new Error('no camera');
    stream = await mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    video.srcObject = stream;
    video.hidden = false;
    button.textContent = words.stop;
    said.textContent = words.reading(seen.size);
    await video.play();
    await watch(stream);
  };
  button.addEventListener('click', () => {
    if (stream !== null) {
      stop();
      said.textContent = '';
      return;
    }
    void start().catch(() => {
      stop();
      said.textContent = words.noCamera;
    });
  });
  return h('div', { class: 'camera' }, button, h('p', { class: 'hint' }, words.cameraHint), video, said);
}
