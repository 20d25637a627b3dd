import type { ApiFault, EventFaults } from '../control/fault-types.ts'
import type { EventHour } from '../events/event-hour.ts'
import type { EventDraft } from '../events/event-draft.ts'
import type { Clock } from './clock.ts'
import { createIdFactory, type IdFactory } from './ids.ts'
import { defaultSettings, type Limits, type Settings } from './settings.ts'
import type {
  ApiLogEntry,
  App,
  Bot,
  Channel,
  Delivery,
  EphemeralMessage,
  Installation,
  Json,
  OAuthCode,
  RefreshToken,
  ResponseUrl,
  StoredFile,
  Team,
  Token,
  Trigger,
  User,
  View,
} from './types.ts'

/** Everything the sandbox remembers. `reset` replaces all of it, so nothing may keep a reference to a part. */
export interface WorldState {
  ids: IdFactory
  teams: Map<string, Team>
  users: Map<string, User>
  bots: Map<string, Bot>
  apps: Map<string, App>
  /** By `installationKey`. */
  installations: Map<string, Installation>
  tokens: Map<string, Token>
  refreshTokens: Map<string, RefreshToken>
  codes: Map<string, OAuthCode>
  channels: Map<string, Channel>
  files: Map<string, StoredFile>
  views: Map<string, View>
  triggers: Map<string, Trigger>
  responseUrls: Map<string, ResponseUrl>
  ephemerals: EphemeralMessage[]
  /** What people have chosen in messages and views and not sent off, by person and container. */
  chosen: Map<string, Record<string, Record<string, Json>>>
  /** The options that apps have suggested to people, by person, container and element. */
  suggested: Map<string, Json[]>
  apiLog: ApiLogEntry[]
  /** What the latest calls were answered, by their `n` in `apiLog`. */
  answers: Map<number, Json>
  deliveries: Delivery[]
  faults: ApiFault[]
  eventFaults: EventFaults | undefined
  /** The random numbers of `eventFaults`, from its seed. */
  eventRandom: (() => number) | undefined
  limits: Limits
  settings: Settings
  calls: Map<string, number[]>
  lastEventMicros: number
  /** How many there have been, for the order of their events. */
  uninstallations: number
  /** Events and their outcomes of the last hour, by app and workspace and by app. */
  eventHours: Map<string, EventHour>
}

/** What changed. `isLog`: only the log did. */
export interface Touched {
  channelId?: string
  userId?: string
  isLog?: true
}

export interface World extends WorldState {
  readonly clock: Clock
  /** No slash at the end. */
  baseUrl: string
  /** Where events go; set by the composition. */
  emit: (draft: EventDraft) => void
  /** Tells open pages to look again; set by the composition. */
  touched: (what: Touched) => void
}

export const installationKey = (appId: string, teamId: string): string => `${appId}:${teamId}`

export const freshState = (): WorldState => ({
  ids: createIdFactory(),
  teams: new Map(),
  users: new Map(),
  bots: new Map(),
  apps: new Map(),
  installations: new Map(),
  tokens: new Map(),
  refreshTokens: new Map(),
  codes: new Map(),
  channels: new Map(),
  files: new Map(),
  views: new Map(),
  triggers: new Map(),
  responseUrls: new Map(),
  ephemerals: [],
  chosen: new Map(),
  suggested: new Map(),
  apiLog: [],
  answers: new Map(),
  deliveries: [],
  faults: [],
  eventFaults: undefined,
  eventRandom: undefined,
  limits: {},
  settings: defaultSettings(),
  calls: new Map(),
  lastEventMicros: 0,
  uninstallations: 0,
  eventHours: new Map(),
})

export const createWorld = (clock: Clock): World => ({ ...freshState(), clock, baseUrl: '', emit: () => {}, touched: () => {} })

export const nowSeconds = (world: World): number => Math.floor(world.clock.now() / 1000)
