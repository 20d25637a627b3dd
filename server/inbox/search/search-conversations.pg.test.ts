import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { anOrganization, testServices } from '../../identity/testing/builders.ts'
import { aConversation } from '../testing/builders.ts'

const database = useTestDatabase()

/** More than the newest that a search looks through before it asks the index of words. */
const ENTRIES = 10_500
/** How often each stands there: from the newest first, or in the oldest alone, or with one another never. */
const WORDS = {
  everywhere: 'true',
  often: 'n % 3 = 0',
  seldom: 'n % 400 = 7',
  rarely: 'n % 2500 = 1',
  once: 'n = 3',
  lately: `n > ${ENTRIES - 990}`,
  formerly: 'n < 40',
  even: 'n % 2 = 0',
  uneven: 'n % 2 = 1',
  evensong: 'n % 900 = 1',
}

async function anInbox(entries: number): Promise<OrganizationId> {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const { conversation, message } = await aConversation(services, organizationId, { text: 'Of nothing' })
  const text = sql.raw(
    Object.entries(WORDS)
      .map(([word, where]) => `case when ${where} then '${word}' end`)
      .join(', '),
  )
  await sql`
    insert into conversation_message (organization_id, id, conversation_id, author_kind, author_id, text)
    select organization_id, uuidv7((n - ${ENTRIES}) * interval '1 second'), conversation_id, author_kind, author_id, concat_ws(' ', ${text})
    from conversation_message cross join generate_series(1, ${entries}::integer) n
    where organization_id = ${organizationId} and conversation_id = ${conversation.id} and id = ${message.id}
  `.execute(database().owner.db)
  return organizationId
}

const searched = async (tx: Tx, words: string, before: string | null, most: number): Promise<string[]> =>
  (await sql<{ entry: string }>`select entry from search.conversation_entries(${words}, ${before}, ${most})`.execute(tx)).rows.map(
    ({ entry }) => entry,
  )

it('[IN8] a search finds the same as one that looks at everything, however common the words and from wherever it goes on', async () => {
  const [organizationId, other] = [await anInbox(ENTRIES), await anInbox(500)]
  const { rows } = await sql<{ id: string; words: string[] }>`
    select id, string_to_array(text, ' ') as words from conversation_message where organization_id = ${organizationId} order by id desc
  `.execute(database().owner.db)
  const asked = [...Object.keys(WORDS), 'ever', 'seld', 'nowhere']
  const search = fc.record({
    words: fc.array(fc.constantFrom(...asked), { minLength: 1, maxLength: 4 }),
    from: fc.oneof(fc.constant(0), fc.nat(ENTRIES), fc.constantFrom(998, 999, 1000, 1001, 8_999, 9_000, 9_001)),
    most: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(12_000)),
  })
  let found = 0
  await inOrganization(database().app.db, organizationId, (tx) =>
    fc.assert(
      fc.asyncProperty(search, async ({ words, from, most }) => {
        const expected: string[] = []
        for (const row of rows.slice(from))
          if (expected.length < most && words.every((word) => row.words.some((one) => one.startsWith(word)))) expected.push(row.id)
        const before = from === 0 ? null : (rows[from - 1]?.id ?? null)
        expect(await searched(tx, words.join(' '), before, most)).toEqual(expected)
        found += expected.length
      }),
      { numRuns: 150 },
    ),
  )
  expect(found).toBeGreaterThan(1_000)

  const theirs = new Set(rows.map(({ id }) => id))
  const ofOther = await inOrganization(database().app.db, other, (tx) => searched(tx, 'seldom', null, 60))
  expect(ofOther).toHaveLength(2)
  expect(ofOther.filter((id) => theirs.has(id))).toEqual([])
})
