import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { appendChange } from '../../realtime/append-change.ts'
import type { LinkRow } from '../link/link.queries.ts'
import { presentStatus } from '../present-slack.ts'
import { STATUS_SCOPE } from '../scopes.ts'
import { PLACE_RENEWED_MS } from './status.rules.ts'

interface Claiming {
  nowMs: number
  limit: number
}
export interface ClaimedPlace {
  link: LinkRow
  wanted: string | null
}

/** What a killed node had in hand is free again after so long. */
const LEASE_MS = 30_000
const LOOK_EVERY_MS = 60_000

/** Those that may have something for the two below. For a worker's transaction. */
export async function organizationsWithDue(tx: Tx, nowMs: number): Promise<OrganizationId[]> {
  const now = new Date(nowMs)
  const rows = await tx
    .selectFrom('slack_link')
    .select('organization_id')
    .distinct()
    .where((eb) => eb.or([eb('look_at', '<=', now), eb('place_at', '<=', now)]))
    .execute()
  return rows.map((row) => row.organization_id as OrganizationId)
}

/** Of members who are in a space, those whom Slack was not asked about for the longest. */
export async function claimLooks(tx: Tx, organizationId: OrganizationId, { nowMs, limit }: Claiming): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    with due as (
      select link.id from slack_link link
        join slack_installation installation on installation.organization_id = link.organization_id and installation.id = link.installation_id
        join presence on presence.organization_id = link.organization_id and presence.person_id = link.member_id
      where link.organization_id = ${organizationId} and link.look_at <= ${new Date(nowMs)} and installation.state = 'active'
      order by link.look_at limit ${limit} for update of link skip locked
    )
    update slack_link link set look_at = ${new Date(nowMs + LOOK_EVERY_MS)} from due
    where link.organization_id = ${organizationId} and link.id = due.id
    returning link.*
  `.execute(tx)
  return rows
}

/** Members in whose Slack status something else should stand than what we have put there, as far as we know. Of those who hide nothing is said. */
export async function claimPlaces(tx: Tx, organizationId: OrganizationId, { nowMs, limit }: Claiming): Promise<ClaimedPlace[]> {
  const { rows } = await sql<LinkRow & { wanted: string | null }>`
    with due as (
      select link.id, wish.wanted from slack_link link
        join slack_installation installation on installation.organization_id = link.organization_id and installation.id = link.installation_id
        left join presence on presence.organization_id = link.organization_id and presence.person_id = link.member_id
        left join room on room.organization_id = link.organization_id and room.id = presence.room_id
        cross join lateral (
          select case when link.shows_place and presence.person_id is not null and ${STATUS_SCOPE} = any(link.scopes)
            and not exists (
              select from hidden_position hidden where hidden.organization_id = link.organization_id and hidden.member_id = link.member_id
            )
            then left('in Atrium' || coalesce(' · ' || room.name, ''), 100) end as wanted
        ) wish
      where link.organization_id = ${organizationId} and link.place_at <= ${new Date(nowMs)} and installation.state = 'active'
        and case when wish.wanted is null then link.place_put is not null or link.place_trying is not null or link.place_declined
          else not link.place_declined and (
            wish.wanted is distinct from link.place_put or link.place_until < ${new Date(nowMs + PLACE_RENEWED_MS)}
          ) end
      order by link.place_at limit ${limit} for update of link skip locked
    )
    update slack_link link set place_at = ${new Date(nowMs + LEASE_MS)} from due
    where link.organization_id = ${organizationId} and link.id = due.id
    returning link.*, due.wanted
  `.execute(tx)
  return rows.map(({ wanted, ...link }) => ({ link, wanted }))
}

type PlaceSet = Partial<Pick<LinkRow, 'place_put' | 'place_until' | 'place_trying' | 'place_declined' | 'place_at' | 'look_at'>>

/** @returns whether the link is there still. */
export async function settlePlace(tx: Tx, link: LinkRow, set: PlaceSet): Promise<boolean> {
  const row = await tx
    .updateTable('slack_link')
    .set(set)
    .where('organization_id', '=', link.organization_id)
    .where('id', '=', link.id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Written down before Slack is called. @returns false when they do not want it any more */
export async function tryPlace(tx: Tx, link: LinkRow, text: string): Promise<boolean> {
  const row = await tx
    .updateTable('slack_link')
    .set({ place_trying: text })
    .where('organization_id', '=', link.organization_id)
    .where('id', '=', link.id)
    .where('shows_place', '=', true)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export interface ToldStatus {
  text: string
  emoji: string
  untilMs: number | null
  /** When it was so, by Slack. */
  toldAtMs: number
}

export interface Told {
  status?: ToldStatus | null
  presence?: 'active' | 'away' | null
  /** When Slack was asked for the status. */
  askedAtMs?: number | null
}

/**
 * Of two statuses that Slack has told, the later one counts. Members are told when it differs. Written at most once for each link: Postgres
 * would look at the keys of a row that is written twice, and wait for who notes an event of the installation.
 */
export async function noteTold(tx: Tx, link: LinkRow, { status, presence, askedAtMs }: Told): Promise<void> {
  const found = await tx
    .selectFrom('slack_link')
    .selectAll()
    .where('organization_id', '=', link.organization_id)
    .where('id', '=', link.id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!found) return
  const said = status && (found.status_told_at?.getTime() ?? 0) <= status.toldAtMs ? status : null
  const after = {
    status_text: said ? said.text : found.status_text,
    status_emoji: said ? said.emoji : found.status_emoji,
    status_until: said ? dateOf(said.untilMs) : found.status_until,
    slack_presence: presence ?? found.slack_presence,
  }
  const isNews = [
    after.status_text !== found.status_text,
    after.status_emoji !== found.status_emoji,
    after.status_until?.getTime() !== found.status_until?.getTime(),
    after.slack_presence !== found.slack_presence,
  ].includes(true)
  const toldAt = said ? { status_told_at: new Date(said.toldAtMs) } : {}
  const askedAt = askedAtMs ? { status_asked_at: new Date(askedAtMs) } : {}
  if (!isNews && !said && !askedAtMs) return
  const row = await tx
    .updateTable('slack_link')
    .set({ ...after, ...toldAt, ...askedAt, status_rev: sql<number>`status_rev + ${isNews ? 1 : 0}` })
    .where('organization_id', '=', link.organization_id)
    .where('id', '=', link.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (isNews) announceStatus(tx, row)
}

const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms))

function announceStatus(tx: Tx, row: LinkRow): void {
  const status = presentStatus(row)
  appendChange(tx, { kind: 'slack.statusChanged', audience: ['members'], entityId: row.id, rev: status.rev, payload: { status } })
}
