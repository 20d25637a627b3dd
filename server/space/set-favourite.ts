import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { FavouriteView } from '@atrium/shared/space/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { favouritesOf, writeFavourite } from './favourites.queries.ts'
import { isActiveMember } from './free-watches.queries.ts'

/** Lists somebody first in a member's directory, or no more; told to their tabs alone. @throws not_found, bad_input for oneself */
export async function setFavourite(
  tx: Tx,
  actor: MemberActor,
  { memberId, isFavourite, nowMs }: { memberId: MemberId; isFavourite: boolean; nowMs: number },
): Promise<FavouriteView> {
  const { organizationId, personId } = actor
  if (memberId === personId) throw new AtriumError('bad_input', 'That is you. Choose somebody else.')
  if (!(await isActiveMember(tx, organizationId, memberId))) throw new AtriumError('not_found')
  const favourite: FavouriteView = { memberId, isFavourite, rev: nowMs }
  if (await writeFavourite(tx, organizationId, { memberId: personId, favouriteId: memberId, isFavourite }))
    appendChange(tx, {
      kind: 'space.favouriteChanged',
      audience: [`person:${personId}`],
      entityId: memberId,
      rev: nowMs,
      payload: { favourite },
    })
  return favourite
}

export async function listFavourites(tx: Tx, { organizationId, personId }: MemberActor): Promise<FavouriteView[]> {
  return (await favouritesOf(tx, organizationId, personId)).map((memberId) => ({ memberId, isFavourite: true, rev: 0 }))
}
