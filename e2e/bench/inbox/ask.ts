import { connect } from '@atrium/db/connect.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { getConversation } from '@atrium/server/inbox/get-conversation.ts'
import { listConversations } from '@atrium/server/inbox/list-conversations.ts'
import { searchConversations } from '@atrium/server/inbox/search/search-conversations.ts'
import { selectConversations } from '@atrium/server/inbox/conversations.queries.ts'
import type { MemberId, OrganizationId, UserId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { socketClient } from '../atrium/socket-client.ts'
import { percentile, round } from '../measure/statistics.ts'
import type { Asked, Question } from './questions.ts'

/**
 * Asks the same of the inbox again and again, one after the other: of the database through the functions that answer the procedures, or of
 * the server through its socket. Prints one line of JSON.
 */
const { of, question, url, databaseUrl, cookie, organizationId, memberId } = JSON.parse(process.argv[2] ?? '{}') as Asked
const WARM_UP = 60
const TIMES = 400
const PAGE = 50

const ask = of === 'database' ? await askingDatabase(question) : askingServer(question)
const took: number[] = []
for (let asked = 0; asked < WARM_UP + TIMES; asked++) {
  const ms = await ask()
  if (asked >= WARM_UP) took.push(ms)
}
console.log(
  JSON.stringify({ p50Ms: round(percentile(took, 0.5)), p95Ms: round(percentile(took, 0.95)), p99Ms: round(percentile(took, 0.99)) }),
)
process.exit(0)

/** Of what is asked for within a transaction under row security, without its beginning and end. */
async function askingDatabase(what: Question): Promise<() => Promise<number>> {
  const { db } = connect({ url: databaseUrl, role: 'app', poolSize: 1 })
  const actor: MemberActor = {
    ...{ kind: 'member', role: 'owner', organizationId: organizationId as OrganizationId },
    ...{ personId: memberId as MemberId, userId: '' as UserId },
  }
  const answer = (tx: Tx): Promise<unknown> => {
    switch (what.kind) {
      case 'list':
        return listConversations(tx, actor, { status: 'open', limit: PAGE, cursor: what.cursor })
      case 'offset':
        return selectConversations(tx, actor.organizationId)
          .orderBy('conversation.last_activity_at', 'desc')
          .orderBy('conversation.id', 'desc')
          .offset(10_000)
          .limit(PAGE)
          .execute()
      case 'search':
        return searchConversations(tx, actor, { words: what.words, limit: 30 })
      case 'open':
        return getConversation(tx, actor, what.conversationId)
    }
  }
  return () => inOrganization(db, actor.organizationId, async (tx) => timed(() => answer(tx)))
}

function askingServer(what: Question): () => Promise<number> {
  const { inbox } = socketClient(url, cookie)
  switch (what.kind) {
    case 'list':
    case 'offset':
      return () =>
        timed(() => inbox.listConversations.query({ status: 'open', limit: PAGE, cursor: what.kind === 'list' ? what.cursor : null }))
    case 'search':
      return () => timed(() => inbox.searchConversations.query({ words: what.words, limit: 30 }))
    case 'open':
      return () => timed(() => inbox.getConversation.query({ conversationId: what.conversationId }))
  }
}

async function timed(answer: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await answer()
  return performance.now() - startedAt
}
