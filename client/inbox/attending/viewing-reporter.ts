import { ATTENDING_AGAIN_MS } from '@atrium/shared/inbox/attending.ts'

/** Several newcomers within so long are answered together. */
const ANSWER_WITHIN_MS = 100

export interface ViewingReporter {
  /** The conversation is in sight, or is not: in a tab that nobody looks at it is not. */
  look(isInSight: boolean): void
  /** Somebody else has come, who knows nothing of this one yet. */
  answer(): void
  stop(): void
}

/** Tells that somebody looks at a conversation: at once, again and again, to whoever comes, and when it is over. */
export function createViewingReporter(tell: (isOn: boolean) => Promise<unknown>): ViewingReporter {
  let isTold = false
  let again: ReturnType<typeof setInterval> | undefined
  let answering: ReturnType<typeof setTimeout> | undefined
  let last: Promise<unknown> = Promise.resolve()
  // What is told last is what stands: one word waits for the answer to the one before.
  const say = (isOn: boolean) => {
    last = last.then(() => tell(isOn)).catch(() => {})
  }
  const stop = () => {
    clearInterval(again)
    clearTimeout(answering)
    answering = undefined
    if (isTold) say(false)
    isTold = false
  }
  return {
    stop,
    look(isInSight) {
      if (!isInSight) return stop()
      if (isTold) return
      isTold = true
      say(true)
      again = setInterval(() => say(true), ATTENDING_AGAIN_MS)
    },
    answer() {
      if (!isTold) return
      answering ??= setTimeout(() => {
        answering = undefined
        say(true)
      }, ANSWER_WITHIN_MS)
    },
  }
}
