import { choosePolicy } from '@atrium/shared/inbox/choose-policy.ts'
import type { SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import type { Priority } from '@atrium/shared/inbox/views.ts'
import { settleSla, type Sla } from '../../inbox/sla/sla.rules.ts'
import { AGENTS, BLAME, CASES, CUSTOMERS, PRAISE, type DemoCase, type DemoCustomer } from './cases.ts'

export interface PastMessage {
  by: 'contact' | 'agent'
  atMs: number
  text: string
}
/** One that was asked, answered and closed. */
export interface PastConversation {
  customer: DemoCustomer
  contact: DemoCustomer['people'][number]
  agentKey: (typeof AGENTS)[number]['key']
  tag: string
  priority: Priority
  /** In their order; the first is what it was opened with. */
  messages: PastMessage[]
  closedAtMs: number
  sla: Sla | null
  rating: { score: number; comment: string | null; atMs: number } | null
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const DAYS = 42
/** A release went badly then: more questions, and later answers. */
const BUSY = { from: 20, until: 16 }

/** Six weeks up to now, the oldest first; of the same moment always the same. */
export function planHistory({ nowMs, policies }: { nowMs: number; policies: readonly SlaPolicyView[] }): PastConversation[] {
  const random = createRandom(20_261_201)
  const history: PastConversation[] = []
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS
  for (let daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
    const isBusy = BUSY.until <= daysAgo && daysAgo <= BUSY.from
    const midnightMs = today - daysAgo * DAY_MS
    const count = countOf(random, { isBusy, isWeekend: [0, 6].includes(new Date(midnightMs).getUTCDay()) })
    for (let number = 0; number < count; number++) history.push(planOne(random, { midnightMs, isBusy, policies }))
  }
  const openedMs = ({ messages }: PastConversation) => messages[0]?.atMs ?? 0
  const overMs = ({ closedAtMs, rating }: PastConversation) => rating?.atMs ?? closedAtMs
  return history.filter((one) => overMs(one) < nowMs).toSorted((one, other) => openedMs(one) - openedMs(other))
}

function countOf(random: Random, { isBusy, isWeekend }: { isBusy: boolean; isWeekend: boolean }): number {
  if (isWeekend) return Math.floor(random.next() * 2)
  return 4 + Math.floor(random.next() * 4) + (isBusy ? 4 : 0)
}

interface Day {
  midnightMs: number
  isBusy: boolean
  policies: readonly SlaPolicyView[]
}

function planOne(random: Random, { midnightMs, isBusy, policies }: Day): PastConversation {
  const customer = random.weighted(CUSTOMERS)
  const agent = random.weighted(AGENTS)
  const priority = random.weighted(PRIORITY_SHARES).priority
  const about = random.among(CASES)
  const openedMs = midnightMs + Math.round((7 + random.next() * 9) * 60) * MINUTE_MS
  const pace = agent.minutes * (priority === 'urgent' ? 0.5 : 1) * (isBusy ? 2.4 : 1)
  const messages = talkOf(random, about, { openedMs, pace })
  const last = messages.at(-1)!
  // Thanks close a conversation soon; without them some stay open until somebody is sure that it was all.
  const usual = last.by === 'contact' ? 8 : random.next() < 0.2 ? 1_200 : 45
  const closedAtMs = last.atMs + Math.round(random.spread(usual)) * MINUTE_MS
  const policy = choosePolicy(policies, { customerId: customer.id, priority })
  const sla = policy && clocksOf(policy, messages, closedAtMs)
  return {
    ...{ customer, contact: random.among(customer.people), agentKey: agent.key, tag: about.tag, priority, messages, closedAtMs, sla },
    rating: ratingOf(random, { sla, closedAtMs }),
  }
}

const PRIORITY_SHARES: { priority: Priority; share: number }[] = [
  { priority: 'urgent', share: 5 },
  { priority: 'high', share: 15 },
  { priority: 'normal', share: 65 },
  { priority: 'low', share: 15 },
]

function talkOf(random: Random, about: DemoCase, { openedMs, pace }: { openedMs: number; pace: number }): PastMessage[] {
  let atMs = openedMs
  const after = (minutes: number) => (atMs += Math.max(1, Math.round(random.spread(minutes))) * MINUTE_MS)
  const messages: PastMessage[] = [
    { by: 'contact', atMs, text: about.asks },
    { by: 'agent', atMs: after(pace), text: about.answer },
  ]
  if (about.further) {
    messages.push({ by: 'contact', atMs: after(90), text: about.further.asks })
    messages.push({ by: 'agent', atMs: after(pace * 2), text: about.further.answer })
  }
  if (about.thanks) messages.push({ by: 'contact', atMs: after(150), text: about.thanks })
  return messages
}

/** As they would have run. */
function clocksOf(policy: SlaPolicyView, messages: readonly PastMessage[], closedAtMs: number): Sla {
  let sla: Sla | null = null
  for (const { by, atMs } of messages) sla = settleSla(sla, policy, { situation: { status: 'open', waiting: by === 'contact' }, atMs })
  return settleSla(sla, policy, { situation: { status: 'closed', waiting: messages.at(-1)?.by === 'contact' }, atMs: closedAtMs })
}

function ratingOf(random: Random, { sla, closedAtMs }: { sla: Sla | null; closedAtMs: number }): PastConversation['rating'] {
  const [answers, luck, says] = [random.next(), random.next(), random.next()]
  if (answers > 0.55) return null
  const isLate = sla?.timers.firstReply?.state === 'breached' || sla?.timers.resolution?.state === 'breached'
  const score = isLate ? 1 + Math.floor(luck * 4) : luck < 0.06 ? 3 : luck < 0.4 ? 4 : 5
  const comment = says < 0.3 ? random.among(score >= 4 ? PRAISE : BLAME) : null
  return { score, comment, atMs: closedAtMs + Math.round(1 + says * 20) * MINUTE_MS }
}

interface Random {
  /** From 0 to 1, without 1. */
  next(): number
  among<T>(list: readonly T[]): T
  weighted<T extends { share: number }>(list: readonly T[]): T
  /** About as much, seldom several times as much. */
  spread(usual: number): number
}

/** The same numbers each time. */
function createRandom(seed: number): Random {
  let state = seed
  const next = () => {
    // A linear congruential generator, as Numerical Recipes has it.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return {
    next,
    among: (list) => list[Math.floor(next() * list.length)]!,
    weighted(list) {
      let left = next() * list.reduce((sum, { share }) => sum + share, 0)
      return list.find(({ share }) => (left -= share) < 0) ?? list.at(-1)!
    },
    spread: (usual) => usual * Math.exp((next() + next() + next() - 1.5) * 1.5),
  }
}
