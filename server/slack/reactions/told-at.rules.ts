import { tsOf } from '../reconcile/reconcile.rules.ts'

/** Our clock and Slack's may be so far apart. */
const APART_MS = 10_000
/** A history shows what is older than this. */
const SHOWN_AFTER_MS = 10_000

/** For what a call of ours has changed: whatever Slack tells of it, or of a later change, counts as later. */
export function tsOfAnswer(answeredAtMs: number): string {
  return tsOf(answeredAtMs - APART_MS)
}

/** For what a page of the history shows: anything that happened since it was read, or shortly before, counts as later. */
export function tsOfPage(readAtMs: number): string {
  return tsOf(readAtMs - APART_MS - SHOWN_AFTER_MS)
}
