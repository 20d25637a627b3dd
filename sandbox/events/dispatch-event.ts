import type { SocketHub } from '../socket-mode/socket-hub.ts'
import { installationOf, isShared } from '../world/find.ts'
import type { App, Delivery, Installation, Json } from '../world/types.ts'
import { nowSeconds, type World } from '../world/world.ts'
import { authorizeEvent, presentAuthorization, type Authorization } from './authorize-event.ts'
import { deliverEvent } from './deliver-event.ts'
import { writeContext } from './event-context.ts'
import type { EventDraft } from './event-draft.ts'
import { createRandom, describeCopies, planCopies } from './event-faults.ts'
import { limitNotice, mayHaveEvent } from './event-limits.ts'

interface Recipient {
  app: App
  teamId: string
  authorization: Authorization | undefined
}

const contextOf = ({ subscription, scopes, channelId }: EventDraft, { app, teamId }: Recipient): string =>
  writeContext({ et: subscription, tid: teamId, aid: app.id, ...(channelId ? { cid: channelId } : {}), sc: scopes })

/** The outer event. @see https://docs.slack.dev/apis/events-api/#callback-field */
function envelope(world: World, draft: EventDraft, recipient: Recipient): Json {
  const { app, teamId, authorization } = recipient
  const channel = draft.channelId ? world.channels.get(draft.channelId) : undefined
  return {
    token: app.verificationToken,
    team_id: teamId,
    api_app_id: app.id,
    event: draft.event(teamId, authorization?.scopes ?? []),
    type: 'event_callback',
    event_id: world.ids.next('Ev'),
    event_time: nowSeconds(world),
    authorizations: authorization ? [presentAuthorization(teamId, authorization)] : [],
    is_ext_shared_channel: channel ? isShared(channel) : false,
    event_context: contextOf(draft, recipient),
  }
}

function recipientsOf(world: World, draft: EventDraft): Recipient[] {
  const apps = [...world.apps.values()].filter((app) => !draft.onlyAppId || app.id === draft.onlyAppId)
  return apps.flatMap((app) =>
    draft.teamIds.flatMap((teamId): Recipient[] => {
      if (draft.evenUninstalled) return [{ app, teamId, authorization: undefined }]
      const installation: Installation | undefined = installationOf(world, app.id, teamId)
      const authorization = installation ? authorizeEvent(world, app, installation, draft) : undefined
      return authorization ? [{ app, teamId, authorization }] : []
    }),
  )
}

const record = (world: World, of: { recipient: Recipient; type: string; payload: Json; state: Delivery['state'] }): Delivery => {
  const { recipient, type, payload, state } = of
  const delivery: Delivery = {
    n: world.deliveries.length + 1,
    at: world.clock.now(),
    event_id: String(payload.event_id ?? ''),
    app_id: recipient.app.id,
    team_id: recipient.teamId,
    type,
    kind: 'events_api',
    payload,
    attempts: [],
    state,
  }
  world.deliveries.push(delivery)
  return delivery
}

/** Too many for this app and workspace: it is told so, once a minute. Over Socket Mode there is no such notice. */
function withhold(world: World, hub: SocketHub, recipient: Recipient, of: { type: string; payload: Json }): void {
  record(world, { recipient, ...of, state: 'limited' })
  const notice = limitNotice(world, recipient.app, recipient.teamId)
  if (!notice || recipient.app.socketMode) return
  const delivery = record(world, { recipient, type: 'app_rate_limited', payload: notice, state: 'pending' })
  setImmediate(() => deliverEvent(world, hub, recipient.app, delivery))
}

/** Sends what happened to every installation that may hear of it. */
export function dispatchEvent(world: World, hub: SocketHub, draft: EventDraft): void {
  const random = (world.eventRandom ??= createRandom(world.eventFaults?.seed ?? 1))
  for (const recipient of recipientsOf(world, draft)) {
    const { app, teamId } = recipient
    if (!app.eventsUrl && !app.socketMode) continue
    const of = { recipient, type: draft.subscription, payload: envelope(world, draft, recipient) }
    if (app.isDisabled) {
      record(world, { ...of, state: 'disabled' })
      continue
    }
    if (!mayHaveEvent(world, app, teamId)) {
      withhold(world, hub, recipient, of)
      continue
    }
    const copies = planCopies(world.eventFaults, random)
    const delivery = record(world, { ...of, state: copies.length === 0 ? 'dropped' : 'pending' })
    const fault = describeCopies(copies)
    if (fault) delivery.fault = fault
    for (const delayMs of copies) {
      if (delayMs === 0) setImmediate(() => deliverEvent(world, hub, app, delivery))
      else world.clock.schedule(delayMs, () => deliverEvent(world, hub, app, delivery))
    }
  }
}
