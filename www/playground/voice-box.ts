/** The visitor's voice: recorded when they ask for it, made into the numbers that the models read, and sent nowhere. */

import type { OwnVoice } from '../engine/own';
import { h } from '../views/dom';
import { RATE, utterance } from './cepstrum';

/** Milliseconds that are recorded. */
const LONG = 1500;

/** Of the set. */
const SPEAKERS = 9;

/** Why there is no voice. */
export type VoiceProblem = 'none' | 'denied' | 'silent' | 'short';

interface BoxTexts {
  say: string;
  as: string;
}

export class VoiceBox {
  /** Whom the answers are held against. */
  #speaker = 0;

  render(words: BoxTexts, speaker: string): Node[] {
    const choice = h('select', { 'data-own': 'speaker' }, ...Array.from({ length: SPEAKERS }, (_, index) => h('option', { value: index }, `${speaker} ${index + 1}`)));
    choice.value = String(this.#speaker);
    choice.addEventListener('change', () => (this.#speaker = Number(choice.value)));
    return [h('p', {}, words.say), h('label', { class: 'speaker' }, words.as, ' ', choice)];
  }

  /** Asks for the microphone, listens for a moment, and lets go of it. */
  async record(): Promise<OwnVoice | VoiceProblem> {
    // Without a secure address there are no devices.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (devices?.getUserMedia === undefined || !('MediaRecorder' in globalThis)) return 'none';
    let stream: MediaStream;
    try {
      stream = await devices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    } catch (failure) {
      return failure instanceof DOMException && (failure.name === 'NotAllowedError' || failure.name === 'SecurityError') ? 'denied' : 'none';
    }
    try {
      const frames = utterance(await samplesOf(await listen(stream)));
      if (typeof frames === 'string') return frames;
      return { speaker: this.#speaker, frames: frames.map((frame) => frame.map((each) => Math.round(each * 1e4) / 1e4)) };
    } catch {
      return 'none';
    } finally {
      for (const track of stream.getTracks()) track.stop();
    }
  }
}

function listen(stream: MediaStream): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const recorder = new MediaRecorder(stream);
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.addEventListener('stop', () => resolve(new Blob(parts, { type: recorder.mimeType })));
    recorder.addEventListener('error', () => reject(new Error('The recording failed.')));
    recorder.start();
    setTimeout(() => recorder.stop(), LONG);
  });
}

/** The sound at 10 kHz, which its reader makes of whatever the microphone has. */
async function samplesOf(sound: Blob): Promise<Float32Array> {
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await sound.arrayBuffer());
  return decoded.getChannelData(0);
}
