/** What was recorded of one run, from both ends and in between. The checker knows nothing else. */
export interface History {
  /** What somebody was told is safe: answered mutations and acknowledged events, each by a text of its own. */
  promised: string[]
  /** The messages as the database has them in the end. */
  stored: StoredMessage[]
  /** Everything the feed of the one organization has told of messages, in its order, and how far the feed goes. */
  feed: { head: number; entries: FeedEntry[] }
  owed: OwedPost[]
  /** What stands in Slack in the end. */
  posts: SlackPost[]
  /** The sandbox's log. */
  calls: SlackCall[]
  /** The same calls as our side made them. */
  made: MadeCall[]
}
export interface StoredMessage {
  id: string
  text: string
  rev: number
  deleted: boolean
}
export interface FeedEntry {
  seq: number
  /** Null: of something that is no message. */
  message: StoredMessage | null
}
/** One call that we owed, as the database says how it ended. */
export interface OwedPost {
  id: string
  lane: string
  /** Its place in the order of the lane. */
  ordinal: number
  state: string
}
export interface SlackPost {
  channel: string
  ts: string
  /** As the post's metadata says; null for what others wrote. */
  deliveryId: string | null
}
export interface SlackCall {
  atMs: number
  method: string
  /** App and workspace: whom a `Retry-After` binds. */
  owner: string
  /** The channel of a post. */
  channel: string | null
  status: number
  retryAfterMs: number | null
}

/** Times of one clock, in ms. */
export interface MadeCall {
  method: string
  owner: string
  beganMs: number
  /** Null when no answer came. */
  answeredMs: number | null
  retryAfterMs: number | null
}

export type Broken = 'lost' | 'doubled' | 'changed' | 'feed' | 'unsettled' | 'order' | 'pace' | 'retry-after'
export interface Violation {
  broken: Broken
  text: string
}

export interface Allowance {
  /** A call that is on its way when Slack says 429 cannot be called off. How long it may take to get into Slack's log. */
  onItsWayMs: number
}

const LANE_INTERVAL_MS = 1_000

/** Everything that a run has broken; empty when every promise was kept. */
export function checkHistory(history: History, allowance: Allowance = { onItsWayMs: 0 }): Violation[] {
  return [
    ...checkStored(history),
    ...checkFeed(history),
    ...checkOwed(history),
    ...checkOrder(history),
    ...checkPace(history),
    ...checkRetryAfter(history, allowance),
    ...checkMade(history),
  ]
}

/** What was promised stands in the database once. */
function checkStored({ promised, stored }: History): Violation[] {
  const times = countBy(
    stored.filter(({ deleted }) => !deleted),
    ({ text }) => text,
  )
  const lost = promised.filter((text) => !times.has(text)).map((text) => violation('lost', `"${text}" was promised and is not there`))
  const doubled = [...times].filter(([, count]) => count > 1)
  return [...lost, ...doubled.map(([text, count]) => violation('doubled', `"${text}" stands in the database ${count} times`))]
}

/** Without gaps, each revision of a message once and in turn, and the last one what the database has. */
function checkFeed({ feed, stored }: History): Violation[] {
  const found: Violation[] = []
  for (const [index, { seq }] of feed.entries.entries()) {
    if (seq !== index + 1) {
      found.push(violation('feed', `number ${index + 1} of the feed is missing or told twice: ${seq} stands there`))
      break
    }
  }
  if (feed.head !== feed.entries.length) found.push(violation('feed', `the head is ${feed.head}, the feed has ${feed.entries.length}`))
  const told = new Map<string, StoredMessage>()
  for (const { seq, message } of feed.entries) {
    if (!message) continue
    const rev = told.get(message.id)?.rev ?? 0
    if (message.rev !== rev + 1) found.push(violation('feed', `${seq} tells revision ${message.rev} of ${message.id} after ${rev}`))
    told.set(message.id, message)
  }
  for (const message of stored) {
    const last = told.get(message.id)
    if (!last) found.push(violation('feed', `"${message.text}" was never told of`))
    else if (last.rev !== message.rev || last.deleted !== message.deleted || (!message.deleted && last.text !== message.text))
      found.push(
        violation('changed', `"${message.text}" is at revision ${message.rev}, the feed's last word is "${last.text}" at ${last.rev}`),
      )
  }
  return found
}

/** What is said to be sent stands in Slack once, and nothing is left undecided. */
function checkOwed({ owed, posts }: History): Violation[] {
  const times = countBy(posts, ({ deliveryId }) => deliveryId ?? '')
  return owed.flatMap(({ id, lane, state }) => {
    const count = times.get(id) ?? 0
    if (count > 1) return [violation('doubled', `${id} stands in Slack ${count} times (lane ${lane})`)]
    if (state === 'sent') return count === 0 ? [violation('lost', `${id} is said to be sent and is not in Slack (lane ${lane})`)] : []
    if (state === 'failed' || state === 'dropped') return []
    return [violation('unsettled', `${id} is still ${state} (lane ${lane})`)]
  })
}

/** What a lane owes first stands in Slack first. */
function checkOrder({ owed, posts }: History): Violation[] {
  const tsOf = new Map(posts.flatMap(({ deliveryId, ts }) => (deliveryId ? [[deliveryId, ts] as const] : [])))
  const found: Violation[] = []
  for (const [lane, deliveries] of groupBy(owed, (delivery) => delivery.lane)) {
    const arrived = deliveries.toSorted((a, b) => a.ordinal - b.ordinal).flatMap(({ id }) => tsOf.get(id) ?? [])
    for (const [before, ts] of pairs(arrived)) {
      if (comparableTs(before) >= comparableTs(ts)) found.push(violation('order', `in lane ${lane} ${ts} was owed after ${before}`))
    }
  }
  return found
}

/** At most one post per second and channel, whatever became of it. */
function checkPace({ calls }: History): Violation[] {
  const posts = calls.filter(({ method }) => method === 'chat.postMessage')
  const found: Violation[] = []
  for (const [lane, ofLane] of groupBy(posts, ({ owner, channel }) => `${owner} ${channel}`)) {
    for (const [before, next] of pairs(ofLane.toSorted((a, b) => a.atMs - b.atMs))) {
      const gapMs = next.atMs - before.atMs
      if (gapMs < LANE_INTERVAL_MS) found.push(violation('pace', `two posts ${gapMs} ms apart in ${lane}`))
    }
  }
  return found
}

/** After a 429 nothing of that method arrives for that workspace before the time is up, but what was on its way. */
function checkRetryAfter({ calls }: History, { onItsWayMs }: Allowance): Violation[] {
  const found: Violation[] = []
  for (const [name, ofMethod] of groupBy(calls, ({ owner, method }) => `${method} of ${owner}`)) {
    let closed = { fromMs: Infinity, untilMs: -Infinity }
    for (const call of ofMethod.toSorted((a, b) => a.atMs - b.atMs)) {
      if (call.atMs < closed.untilMs && call.atMs > closed.fromMs + onItsWayMs)
        found.push(violation('retry-after', `${name} was called ${closed.untilMs - call.atMs} ms too early`))
      if (call.retryAfterMs === null) continue
      const untilMs = Math.max(closed.untilMs, call.atMs + call.retryAfterMs)
      closed = { fromMs: call.atMs < closed.untilMs ? closed.fromMs : call.atMs, untilMs }
    }
  }
  return found
}

/** Once a 429 has reached us, no call of that method begins before the time is up. */
function checkMade({ made }: History): Violation[] {
  return [...groupBy(made, ({ owner, method }) => `${method} of ${owner}`)].flatMap(([name, ofMethod]) => {
    const closed = ofMethod.flatMap(({ answeredMs, retryAfterMs }) =>
      answeredMs === null || retryAfterMs === null ? [] : [{ fromMs: answeredMs, untilMs: answeredMs + retryAfterMs }],
    )
    const early = ofMethod.filter(({ beganMs }) => closed.some(({ fromMs, untilMs }) => beganMs > fromMs && beganMs < untilMs))
    return early.map(({ beganMs }) =>
      violation('retry-after', `${name} was called at ${beganMs.toFixed(1)} ms although Slack had asked to wait`),
    )
  })
}

function violation(broken: Broken, text: string): Violation {
  return { broken, text }
}

function countBy<T>(items: T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, keyOf)
}

function pairs<T>(items: T[]): [T, T][] {
  return items.slice(1).map((item, index) => [items[index] as T, item])
}

/** Digit by digit: as a number the last ones are lost. */
function comparableTs(ts: string): string {
  const [seconds = '', micros = ''] = ts.split('.')
  return `${seconds.padStart(12, '0')}.${micros.padEnd(6, '0')}`
}
