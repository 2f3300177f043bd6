const PAUSE_MS = 1000
let playedAt = Number.NEGATIVE_INFINITY

/** A short, quiet tone; in a burst one a second. */
export function playBlip(): void {
  if (performance.now() - playedAt < PAUSE_MS) return
  playedAt = performance.now()
  const audio = new AudioContext()
  const [tone, volume] = [audio.createOscillator(), audio.createGain()]
  tone.frequency.value = 660
  volume.gain.setValueAtTime(0.06, audio.currentTime)
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.18)
  tone.connect(volume).connect(audio.destination)
  tone.start()
  tone.stop(audio.currentTime + 0.2)
  tone.onended = () => void audio.close()
}
