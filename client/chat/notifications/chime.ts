/** Two soft notes, in Hz, one after the other. */
const NOTES = [659.25, 880]
const NOTE_S = 0.16
const LOUDNESS = 0.07

let audio: AudioContext | undefined

/** @returns false when the browser lets this page make no sound yet: it does so after the first click or key in it. */
export function playChime(): boolean {
  if (!navigator.userActivation?.hasBeenActive || !('AudioContext' in window)) return false
  audio ??= new AudioContext()
  void audio.resume()
  NOTES.forEach((frequency, index) => playNote(audio!, { frequency, after: index * NOTE_S }))
  return true
}

function playNote(context: AudioContext, { frequency, after }: { frequency: number; after: number }): void {
  const [begins, ends] = [context.currentTime + after, context.currentTime + after + 2 * NOTE_S]
  const volume = context.createGain()
  volume.gain.setValueAtTime(0, begins)
  volume.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.01)
  volume.gain.exponentialRampToValueAtTime(0.0001, ends)
  const tone = context.createOscillator()
  tone.frequency.value = frequency
  tone.connect(volume).connect(context.destination)
  tone.start(begins)
  tone.stop(ends)
}
