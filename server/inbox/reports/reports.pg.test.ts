import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sql } from 'kysely'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type ClientMutationId, type ConversationId, type OrganizationId } from '@atrium/shared/ids.ts'
import { REPORT_GROUPS, type ReportGroup, type ReportRow, type ReportScope, type Spread } from '@atrium/shared/inbox/reports.ts'
import { actorOf, aMember, anOrganization, testServices } from '../../identity/testing/builders.ts'
import { createCallerFactory, type RequestContext } from '../../infra/trpc.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { inboxRouter } from '../inbox.router.ts'
import { rateConversation } from '../ratings/rate-conversation.ts'
import { receiveContactMessage } from '../receive-message.ts'
import { settleDue } from '../settle-due.ts'
import { aContact, aConversation, aCustomer, aSystem } from '../testing/builders.ts'
import { aPolicy } from '../testing/triage-builders.ts'
import { conversationLines, reportLines } from './exported-lines.ts'

const database = useTestDatabase()
const HOUR_MS = 3_600_000
/** Before the clocks are put back in Europe and in America. */
const START_MS = Date.parse('2026-10-20T00:00:00Z')
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Kiritimati']

/** What has happened to one conversation, as plainly as it can be said. */
interface Told {
  id: ConversationId
  openedMs: number
  customer: string | null
  agent: string | null
  repliedMs: number | null
  closedMs: number | null
  votes: Map<string, { score: number; atMs: number }>
}

async function anInbox() {
  const clock = { now: () => inbox.nowMs }
  const services = { ...testServices(database()), clock }
  const organizationId = await anOrganization(services)
  const ben = await aMember(services, organizationId, { name: 'Ben Okafor', role: 'admin' })
  const dana = await aMember(services, organizationId, { name: 'Dana Moreau' })
  const as = (member: typeof ben) => createCallerFactory(inboxRouter)({ services, actor: actorOf(member) } as unknown as RequestContext)
  const inbox = { nowMs: START_MS, services, organizationId, ben, dana, as, api: as(ben) }
  return inbox
}
type Inbox = Awaited<ReturnType<typeof anInbox>>

/** Hours and choices, as they come. */
const HISTORY = fc.array(
  fc.record({
    do: fc.constantFrom('open', 'open', 'reply', 'reply', 'write', 'close', 'close', 'assign', 'rate'),
    which: fc.nat(30),
    hours: fc.nat(30),
    score: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 40, maxLength: 60 },
)

async function happen(inbox: Inbox, history: { do: string; which: number; hours: number; score: number }[]): Promise<Told[]> {
  const { services, organizationId, ben, dana } = inbox
  const customers = [
    await aCustomer(services, organizationId, { name: '=Acme' }),
    await aCustomer(services, organizationId, { name: 'Globex' }),
    null,
  ]
  const contacts = [await aContact(services, organizationId, { name: 'Zoe' }), await aContact(services, organizationId, { name: 'Max' })]
  const told: Told[] = []
  for (const { do: what, which, hours, score } of history) {
    inbox.nowMs += hours * HOUR_MS + 61_007
    const atMs = inbox.nowMs
    const one = told[which % Math.max(1, told.length)]
    if (what === 'open' || !one) {
      const customerId = customers[which % 3] ?? null
      const contactId = contacts[which % 2]!.id
      const { conversation } = await aConversation(services, organizationId, {
        contactId,
        createdAtMs: atMs,
        ...(customerId ? { customerId } : {}),
      })
      told.push({
        id: conversation.id,
        openedMs: atMs,
        customer: customerId,
        agent: null,
        repliedMs: null,
        closedMs: null,
        votes: new Map(),
      })
      continue
    }
    const conversationId = one.id
    if (what === 'reply') {
      const agent = which % 2 === 0 ? ben : dana
      await inbox.as(agent).reply({ clientId: newId<ClientMutationId>(), conversationId, text: 'Gladly.' })
      one.agent ??= agent.id
      one.repliedMs ??= atMs
    } else if (what === 'write') {
      await commitInOrganization(services, organizationId, (tx) =>
        receiveContactMessage(tx, aSystem(organizationId), {
          conversationId,
          contactId: contacts[0]!.id,
          text: 'And now?',
          createdAtMs: atMs,
        }),
      )
      one.closedMs = null
    } else if (what === 'close') {
      const isClosed = one.closedMs !== null && score < 3
      await inbox.api.setStatus({ conversationId, status: isClosed ? 'open' : 'closed' })
      one.closedMs = isClosed ? null : (one.closedMs ?? atMs)
    } else if (what === 'assign') {
      one.agent = which % 3 === 0 ? null : dana.id
      await inbox.api.assign({ conversationId, assigneeId: one.agent as never })
    } else {
      const contact = contacts[which % 2]!
      await commitInOrganization(services, organizationId, (tx) =>
        rateConversation(tx, aSystem(organizationId), { conversationId, contactId: contact.id, score, nowMs: atMs }),
      )
      one.votes.set(contact.id, { score, atMs })
    }
  }
  while ((await settleDue(services, inbox.nowMs)) > 0);
  return told
}

const dayOf = (atMs: number, timeZone: string) => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate()

/** The same, counted one by one. */
function counted(
  told: readonly Told[],
  slaOf: (id: ConversationId) => ReturnType<typeof statesIn>,
  { group, scope }: { group: ReportGroup; scope: ReportScope },
) {
  const rows = new Map<string | null, { row: Omit<ReportRow, 'name'>; first: number[]; end: number[] }>()
  const { timeZone } = scope
  const within = (atMs: number | null): atMs is number => {
    if (atMs === null) return false
    const day = dayOf(atMs, timeZone).toString()
    return scope.from <= day && day <= scope.until
  }
  const keyOf = (one: Told, atMs: number) => {
    const day = dayOf(atMs, timeZone)
    return {
      total: '',
      day: day.toString(),
      week: day.subtract({ days: day.dayOfWeek - 1 }).toString(),
      customer: one.customer,
      agent: one.agent,
      channel: '#support-acme',
    }[group]
  }
  const rowOf = (one: Told, atMs: number) => {
    const key = keyOf(one, atMs)
    const none = () => ({ met: 0, breached: 0 })
    const empty = { count: 0, medianMs: null, p90Ms: null }
    const fresh = {
      row: {
        key,
        opened: 0,
        closed: 0,
        firstReply: empty,
        resolution: empty,
        sla: { firstReply: none(), nextReply: none(), resolution: none() },
        ratings: { count: 0, good: 0 },
      },
      first: [],
      end: [],
    }
    const known = rows.get(key) ?? fresh
    rows.set(key, known)
    return known
  }
  for (const one of told) {
    if ((scope.customerId && one.customer !== scope.customerId) || (scope.assigneeId && one.agent !== scope.assigneeId)) continue
    if (within(one.openedMs)) {
      const { row } = rowOf(one, one.openedMs)
      row.opened += 1
      for (const [kind, state] of slaOf(one.id)) if (state === 'met' || state === 'breached') row.sla[kind][state] += 1
    }
    if (within(one.repliedMs)) rowOf(one, one.repliedMs).first.push(one.repliedMs - one.openedMs)
    if (within(one.closedMs)) rowOf(one, one.closedMs).end.push(one.closedMs - one.openedMs)
    for (const { score, atMs } of one.votes.values()) {
      if (!within(atMs)) continue
      const { ratings } = rowOf(one, atMs).row
      ratings.count += 1
      ratings.good += Number(score >= 4)
    }
  }
  return [...rows.values()].map(({ row, first, end }) => ({
    ...row,
    closed: end.length,
    firstReply: spreadOf(first),
    resolution: spreadOf(end),
  }))
}

/** Between the two values around it, as far from each as it is. */
function spreadOf(values: number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
    return sorted.length === 0 ? null : Math.round(low + (high - low) * (place - Math.floor(place)))
  }
  return { count: values.length, medianMs: at(0.5), p90Ms: at(0.9) }
}

async function statesOf(inbox: Inbox) {
  const { conversations } = await inbox.api.listConversations({ limit: 200 })
  const states = new Map(conversations.map(({ id, sla }) => [id, statesIn(sla)]))
  return (id: ConversationId) => states.get(id) ?? []
}
function statesIn(sla: Awaited<ReturnType<Inbox['api']['listConversations']>>['conversations'][number]['sla']) {
  return Object.entries(sla?.timers ?? {}).map(([kind, timer]) => [kind as 'firstReply', timer.state] as const)
}

const byKey = (one: { key: string | null }, other: { key: string | null }) => ((one.key ?? '') < (other.key ?? '') ? -1 : 1)
const isSomething = (row: Omit<ReportRow, 'name'>) => row.opened + row.closed + row.firstReply.count + row.ratings.count > 0
/** A rounding of half a millisecond may fall either way. */
const rounded = (rows: Omit<ReportRow, 'name'>[]) =>
  rows.map((row) => {
    const coarse = ({ count, medianMs, p90Ms }: Spread) => ({
      count,
      medianMs: medianMs && Math.round(medianMs / 10),
      p90Ms: p90Ms && Math.round(p90Ms / 10),
    })
    return { ...row, firstReply: coarse(row.firstReply), resolution: coarse(row.resolution) }
  })

it('[IN13] whatever happened, every report says what counting one by one says, in any time zone', async () => {
  await fc.assert(
    fc.asyncProperty(HISTORY, fc.infiniteStream(fc.nat(1_000)), async (history, numbers) => {
      const inbox = await anInbox()
      await aPolicy(inbox.services, inbox.organizationId, { nowMs: START_MS })
      const told = await happen(inbox, history)
      const slaOf = await statesOf(inbox)
      const pick = <T>(from: readonly T[]) => from[(numbers.next().value ?? 0) % from.length] as T
      const last = Math.ceil((inbox.nowMs - START_MS) / (24 * HOUR_MS)) + 2
      for (let asked = 0; asked < 25; asked++) {
        const from = Temporal.PlainDate.from('2026-10-19').add({ days: (numbers.next().value ?? 0) % last })
        const until = from.add({ days: (numbers.next().value ?? 0) % 40 })
        const customerId = pick([undefined, undefined, ...told.flatMap(({ customer }) => customer ?? [])])
        const assigneeId = pick([undefined, undefined, inbox.dana.id])
        const scope = { from: from.toString(), until: until.toString(), timeZone: pick(ZONES), customerId, assigneeId } as ReportScope
        const group = pick(REPORT_GROUPS)
        const { rows } = await inbox.api.report({ ...scope, group })
        const plain = rows.map(({ name: _name, ...row }) => row).filter(isSomething)
        expect(rounded(plain).toSorted(byKey), JSON.stringify({ group, scope })).toEqual(
          rounded(counted(told, slaOf, { group, scope }))
            .filter(isSomething)
            .toSorted(byKey),
        )
      }
    }),
    { numRuns: 3, endOnFailure: true },
  )
})

it('[IN13] a report by day has every day of its range once, and one without a total nothing but zeros', async () => {
  const { api } = await anInbox()
  const scope = { from: '2026-10-24', until: '2026-11-02', timeZone: 'Europe/Berlin' }
  expect((await api.report({ ...scope, group: 'day' })).rows.map(({ key }) => key)).toEqual([
    ...['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27', '2026-10-28', '2026-10-29', '2026-10-30', '2026-10-31'],
    ...['2026-11-01', '2026-11-02'],
  ])
  expect((await api.report({ ...scope, group: 'week' })).rows.map(({ key }) => key)).toEqual(['2026-10-19', '2026-10-26', '2026-11-02'])
  expect((await api.report({ ...scope, group: 'total' })).rows).toMatchObject([{ opened: 0, firstReply: { count: 0, medianMs: null } }])
  for (const wrong of [{ until: '2026-10-23' }, { from: '2026-02-30' }, { timeZone: 'Mars/Olympus' }, { from: '2020-01-01' }])
    await expect(api.report({ ...scope, ...wrong, group: 'day' }), JSON.stringify(wrong)).rejects.toMatchObject({
      cause: { code: 'bad_input' },
    })
})

it('[IN13] is exported whole and page by page, with no formula in it, and shows nothing of another organization', async () => {
  const inbox = await anInbox()
  const told = await happen(inbox, [
    { do: 'open', which: 0, hours: 1, score: 1 },
    { do: 'open', which: 1, hours: 1, score: 1 },
    { do: 'open', which: 2, hours: 1, score: 1 },
  ])
  const scope = { from: '2026-10-19', until: '2026-11-30', timeZone: 'UTC' }
  const textOf = async (lines: AsyncGenerator<string>) => (await Array.fromAsync(lines)).join('')
  const { db } = inbox.services
  const actor = actorOf(inbox.ben)
  const each = await textOf(conversationLines(db, actor, scope))
  expect(each.trim().split('\r\n')).toHaveLength(told.length + 1)
  expect(each).toContain(",'=Acme,")
  const byCustomer = await textOf(reportLines(db, actor, { group: 'customer', scope }))
  expect(byCustomer).toContain("'=Acme,")
  expect(byCustomer.trim().split('\r\n')).toHaveLength(4)
  const stranger = await anInbox()
  expect((await textOf(conversationLines(db, actorOf(stranger.ben), scope))).trim().split('\r\n')).toHaveLength(1)
})

it('[IN13] reads an index from the first to the last moment of the range, however much there is besides', async () => {
  const inbox = await anInbox()
  const { db } = database().owner
  await sql`
    insert into conversation (organization_id, id, number, origin, place, subject, preview, status, created_at, last_activity_at, first_reply_at, closed_at)
    select ${inbox.organizationId}, gen_random_uuid(), n, 'channel', '#support', 'x', 'x', 'closed', at, at, at + interval '1 hour', at + interval '2 hours'
    from generate_series(1, 20000) n, lateral (select timestamptz '2020-01-01' + n * interval '1 hour' as at) times
  `.execute(db)
  await sql`analyze conversation`.execute(db)
  for (const [index, column] of [
    ['conversation_opened', 'created_at'],
    ['conversation_replied', 'first_reply_at'],
    ['conversation_closed', 'closed_at'],
  ] as const)
    expect(await planOf(inbox.organizationId, column)).toContain(index)
})

/** As the server sees it, under row security. */
function planOf(organizationId: OrganizationId, column: string): Promise<string> {
  return inOrganization(database().app.db, organizationId, async (tx) => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select customer_id, count(*) from conversation
      where organization_id = ${organizationId} and merged_into is null
        and ${sql.ref(column)} >= '2021-03-01' and ${sql.ref(column)} < '2021-03-08' group by 1
    `.execute(tx)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
}
