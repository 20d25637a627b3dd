/**
 * The named points at which the fault tests kill the server: the moments between which a promise could be broken.
 * `ATRIUM_FAULT=egress.sending:3` ends the process with SIGKILL the third time that point is passed. Unset, it costs one comparison.
 * `ATRIUM_FAULT=told` takes the same words later, as messages of the process that has started this one, and repeats each once it counts;
 * when that process has ended, nobody would end this one either, so that it ends too.
 */
export const FAULT_POINTS = [
  /** A lane was claimed, nothing was called. */
  'egress.claimed',
  /** `sending` is committed, Slack was not called. */
  'egress.sending',
  /** The bytes of a message's files are with Slack, which of its files they are is not written down. */
  'egress.uploaded',
  /** It is written down, Slack was not asked to share them. */
  'egress.noted',
  /** Slack has answered, we have not written it down. */
  'egress.answered',
  /** The outcome is committed. */
  'egress.settled',
  /** An event has arrived, nothing is written. */
  'ingress.received',
  /** Everything is applied, not committed. */
  'ingress.applied',
  /** Committed, not acknowledged. */
  'ingress.committed',
  'ingress.acknowledged',
  /** The bytes of a file from Slack are here, its message does not say so. */
  'ingress.fetched',
  /** What webhooks are to be told is written, and how far the feed is read; not committed. */
  'webhooks.owing',
  /** Committed, nobody was told that there is something to send. */
  'webhooks.owed',
  /** A mutation is committed, its answer is not sent. */
  'mutation.committed',
] as const
export type FaultPoint = (typeof FAULT_POINTS)[number]

const given = process.env.ATRIUM_FAULT ?? ''
let [wanted, remaining] = parse(given)
if (given === 'told') {
  process.on('message', (fault) => {
    ;[wanted, remaining] = parse(String(fault))
    process.send?.(fault)
  })
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
}

function parse(fault: string): [point: string, remaining: number] {
  const [point = '', nth = '1'] = fault.split(':')
  return [point, Number(nth)]
}

export function faultPoint(point: FaultPoint): void {
  if (point !== wanted) return
  remaining -= 1
  if (remaining === 0) process.kill(process.pid, 'SIGKILL')
}
