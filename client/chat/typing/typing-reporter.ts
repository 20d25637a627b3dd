import { TYPING_AGAIN_MS, TYPING_IDLE_MS } from '@atrium/shared/chat/typing.ts'

/** `Spot`: where one can type. */
export interface TypingReporterParts<Spot> {
  /** Its promise holds back what is told next, so that what is told last is what stands. */
  tell: (spot: Spot, isTyping: boolean) => Promise<unknown>
  nowMs: () => number
  isSame: (one: Spot, other: Spot) => boolean
}

export interface TypingReporter<Spot> {
  /** A key was typed. `spot`: where the words would go; null: nobody is to know. */
  typed(spot: Spot | null): void
  /** They have sent it, or cleared it, or gone. */
  stop(): void
}

/** Tells that somebody types: with the first key, again while they go on, and when they pause. */
export function createTypingReporter<Spot>({ tell, nowMs, isSame }: TypingReporterParts<Spot>): TypingReporter<Spot> {
  let told: { spot: Spot; atMs: number } | null = null
  let idle: ReturnType<typeof setTimeout> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const say = (spot: Spot, isTyping: boolean) => {
    last = last.then(() => tell(spot, isTyping)).catch(() => {})
  }
  const stop = () => {
    clearTimeout(idle)
    if (told) say(told.spot, false)
    told = null
  }
  return {
    stop,
    typed(spot) {
      if (told && (spot === null || !isSame(told.spot, spot))) stop()
      clearTimeout(idle)
      if (spot === null) return
      idle = setTimeout(stop, TYPING_IDLE_MS)
      if (told && nowMs() - told.atMs < TYPING_AGAIN_MS) return
      told = { spot, atMs: nowMs() }
      say(spot, true)
    },
  }
}
