import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { JsonValue } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { violatesUnique } from '@atrium/db/unique-violation.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type MacroId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { MACRO_VARIABLES, unknownVariables, type MacroView } from '@atrium/shared/inbox/macro.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { LONGEST_REPLY } from '../conversation.rules.ts'
import { givenName } from '../given-name.rules.ts'

export interface SavedMacro {
  /** Null: a new one. */
  macroId: MacroId | null
  name: string
  text: string
  change: MacroView['change']
  nowMs: number
}

const LONGEST = 60

/** By name. */
export async function macrosOf(tx: Tx, organizationId: OrganizationId): Promise<MacroView[]> {
  const rows = await tx
    .selectFrom('macro')
    .select(['id', 'name', 'text', 'change', 'rev'])
    .where('organization_id', '=', organizationId)
    .orderBy(sql`lower(name)`)
    .execute()
  return rows.map(({ id, change, ...row }) => ({ ...row, id: id as MacroId, change: change as unknown as MacroView['change'] }))
}

/** A variable that stands for nothing is refused here, so that no customer ever reads one. @throws not_found, bad_input, conflict */
export async function saveMacro(tx: Tx, { organizationId }: MemberActor, input: SavedMacro): Promise<MacroView> {
  const name = givenName('macro', input.name, LONGEST)
  const text = requireText(input)
  const id = input.macroId ?? newId<MacroId>(input.nowMs)
  const columns = { name, text, change: jsonb(input.change as unknown as JsonValue) }
  const writing = input.macroId
    ? tx
        .updateTable('macro')
        .set({ ...columns, rev: sql`rev + 1` })
        .where('organization_id', '=', organizationId)
        .where('id', '=', id)
        .returning('rev')
    : tx
        .insertInto('macro')
        .values({ organization_id: organizationId, id, ...columns })
        .returning('rev')
  const row = await writing.executeTakeFirst().catch((error: unknown) => {
    throw violatesUnique(error, 'macro_name') ? new AtriumError('conflict', `There is a macro called ${name} already.`).at('name') : error
  })
  if (!row) throw new AtriumError('not_found', 'That macro does not exist any more.')
  const macro: MacroView = { id, name, text, change: input.change, rev: row.rev }
  appendChange(tx, { kind: 'inbox.macroChanged', audience: ['members'], entityId: id, rev: row.rev, payload: { macro } })
  return macro
}

/** @throws not_found */
export async function deleteMacro(tx: Tx, { organizationId }: MemberActor, { macroId }: { macroId: MacroId }): Promise<void> {
  const row = await tx
    .deleteFrom('macro')
    .where('organization_id', '=', organizationId)
    .where('id', '=', macroId)
    .returning('rev')
    .executeTakeFirst()
  if (!row) throw new AtriumError('not_found', 'That macro does not exist any more.')
  const rev = row.rev + 1
  appendChange(tx, { kind: 'inbox.macroRemoved', audience: ['members'], entityId: macroId, rev, payload: { macroId, rev } })
}

function requireText({ text, change }: SavedMacro): string {
  const storable = storableText(text).trim()
  if (storable.length > LONGEST_REPLY)
    throw new AtriumError('bad_input', `The text holds at most ${LONGEST_REPLY.toLocaleString('en')} characters.`).at('text')
  const [unknown] = unknownVariables(storable)
  const known = MACRO_VARIABLES.map((name) => `{{${name}}}`).join(', ')
  if (unknown !== undefined) throw new AtriumError('bad_input', `There is no {{${unknown}}}. What there is: ${known}.`).at('text')
  if (storable === '' && Object.values(change).every((value) => value === undefined))
    throw new AtriumError('bad_input', 'Give the macro a text, or something to do.').at('text')
  return storable
}
