/**
 * Every id of ours: a UUID version 7 in lower case, branded with what it names, so that a member's id cannot stand
 * where a message's is wanted. Ids sort by the time they were made. Made and parsed here and nowhere else.
 */
declare const brand: unique symbol
export type Id<Name extends string> = string & { readonly [brand]: Name }

export type OrganizationId = Id<'organization'>
export type UserId = Id<'user'>
export type MemberId = Id<'member'>
export type VisitorId = Id<'visitor'>
/** A member or a visitor: whoever can stand in a space and write. */
export type PersonId = MemberId | VisitorId
export type InvitationId = Id<'invitation'>
export type GuestLinkId = Id<'guest-link'>
export type SpaceId = Id<'space'>
export type RoomId = Id<'room'>
/** Of a wall, a door, a piece of furniture or a portal; unique on its map. */
export type PieceId = Id<'piece'>
/** People who stand together. */
export type GroupId = Id<'group'>
export type ChannelId = Id<'channel'>
export type MessageId = Id<'message'>
export type FileId = Id<'file'>
export type CustomerId = Id<'customer'>
export type ContactId = Id<'contact'>
export type ConversationId = Id<'conversation'>
export type ConversationMessageId = Id<'conversation-message'>
export type NoteId = Id<'note'>
export type RatingId = Id<'rating'>
export type TeamId = Id<'team'>
export type TagId = Id<'tag'>
export type SavedViewId = Id<'saved-view'>
export type MacroId = Id<'macro'>
export type SlaPolicyId = Id<'sla-policy'>
export type LaneId = Id<'lane'>
export type DeliveryId = Id<'delivery'>
export type SlackAppId = Id<'slack-app'>
export type InstallationId = Id<'installation'>
export type ApiKeyId = Id<'api-key'>
export type LinearConnectionId = Id<'linear-connection'>
/** What writes by itself, under the organization's name. */
export type AutomationId = ApiKeyId | LinearConnectionId
/** Made by the client for one mutation, so that a retry is answered and not repeated. */
export type ClientMutationId = Id<'client-mutation'>

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isId(text: string): boolean {
  return uuidPattern.test(text)
}

/** @throws RangeError when the text is not a UUID in lower case. */
export function parseId<T extends Id<string>>(text: string): T {
  if (!isId(text)) throw new RangeError(`not an id: ${text.slice(0, 60)}`)
  return text as T
}

/**
 * A new UUID version 7: 48 bits of milliseconds, then random bits.
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
export function newId<T extends Id<string>>(nowMs: number = Date.now()): T {
  const bytes = randomBytes()
  let rest = nowMs
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  let hex = ''
  for (const byte of bytes) hex += HEX[byte]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Asked for many at once: each call costs more than an id. */
const random = new Uint8Array(4096)
let used = random.length

function randomBytes(): Uint8Array {
  if (used === random.length) {
    crypto.getRandomValues(random)
    used = 0
  }
  used += 16
  return random.subarray(used - 16, used)
}

/** When an id was made, in ms since the epoch. */
export function timeOfId(id: Id<string>): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** No id that was made at this time, in ms since the epoch, or after it sorts before this. */
export function lowestIdAt<T extends Id<string>>(ms: number): T {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000` as T
}
