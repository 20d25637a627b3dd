import type { Json } from '../world/types.ts'
import type { EventKind } from './event-kinds.ts'

/** Something that happened, before it is known which apps may hear of it. */
export interface EventDraft {
  /** The subscription's name: `message.channels`, `app_mention`, `reaction_added`… */
  subscription: EventKind
  /** Any one of these lets a token hear of it; empty: none needed. */
  scopes: string[]
  /** The inner event as that workspace sees it (foreign authors look different on each side), with the scopes of the token that hears it. */
  event: (teamId: string, scopes: string[]) => Json
  teamIds: string[]
  /** Heard only by members of this channel, as it is now. */
  channelId?: string
  /** Heard only by this app. */
  onlyAppId?: string
  /** Sent even though the installation is gone. */
  evenUninstalled?: boolean
}
