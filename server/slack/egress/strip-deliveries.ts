import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/**
 * Takes the words out of what was sent or dropped. Everything else stays, because an edit or a delete of the message goes the same way
 * (`as`, `to`, `linked`). What failed keeps its words: it can be sent again.
 */
export async function stripDeliveries(
  tx: Tx,
  organizationId: OrganizationId,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    with old as (
      select id from delivery
      where organization_id = ${organizationId} and settled_at < ${before} and state in ('sent', 'dropped') and not stripped
      order by settled_at limit ${limit} for update skip locked
    )
    update delivery set stripped = true, payload = ${WORDLESS} from old
    where delivery.organization_id = ${organizationId} and delivery.id = old.id
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** As `postPayload`, `sharePayload` and `revisionPayload` have it, with nothing said. */
const WORDLESS = sql`
  case operation
    when 'chat.postMessage' then payload || '{"text": "", "blocks": null, "part": null}'
    when 'files.completeUploadExternal' then payload || '{"comment": null}'
    when 'chat.update' then jsonb_set(payload, '{change}', '{"kind": "update", "text": "", "blocks": null}')
    else payload
  end
`
