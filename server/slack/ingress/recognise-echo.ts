import type { Db } from '@atrium/db/connect.ts'
import { findDelivery, findDeliveryInFlight, standsElsewhere, type OwnDelivery } from './echo.queries.ts'
import { findShareOf } from '../files/slack-file.queries.ts'
import type { InstallationScope } from './installation-scope.ts'
import { findDirects } from './place.queries.ts'
import type { SlackAuthor, SlackMessage } from './slack-message.rules.ts'

/** `delivery` is known when the message's own metadata tells it; a guess is good enough to drop an echo, not to settle anything. */
export interface Echo {
  delivery: OwnDelivery | null
}

/**
 * Whether a message is what we posted ourselves: by its metadata, by the files it shares, by its author, or, where a member's own token
 * posted it and Slack left the metadata out, by the one call of that lane whose outcome is still open.
 */
export async function recogniseEcho(db: Db, scope: InstallationScope, message: SlackMessage): Promise<Echo | null> {
  if (isOtherApp(scope, message.author)) return null
  const deliveryId = message.deliveryId ?? (await findShare(db, scope, message))
  const delivery = deliveryId ? await findDelivery(db, scope, deliveryId) : null
  if (delivery && mayCarry(scope, message.author, delivery)) return { delivery }
  if (isOwnBot(scope, message.author)) return { delivery: null }
  return (await isPostedByTokenOf(db, scope, message)) ? { delivery: null } : null
}

/** The same of what is told by its metadata alone. */
export async function findNamedDelivery(
  db: Db,
  scope: InstallationScope,
  { author, deliveryId }: SlackMessage,
): Promise<OwnDelivery | null> {
  if (deliveryId === null || isOtherApp(scope, author)) return null
  const delivery = await findDelivery(db, scope, deliveryId)
  return delivery && mayCarry(scope, author, delivery) ? delivery : null
}

/** Anybody can write metadata: only our bot and the delivery's own sender are believed. */
function mayCarry(scope: InstallationScope, author: SlackAuthor, delivery: OwnDelivery): boolean {
  return isOwnBot(scope, author) || delivery.slackUserId === author.userId
}

/**
 * By Slack's ids of our files, which were written down before Slack was asked to share them. Whoever shares one of them again by hand
 * writes a message of their own.
 */
async function findShare(db: Db, scope: InstallationScope, message: SlackMessage): Promise<string | null> {
  const ids = (message.content.files ?? []).flatMap(({ id }) => (id ? [id] : []))
  if (ids.length === 0 || message.typedByPerson) return null
  const deliveryId = await findShareOf(db, scope, ids)
  if (deliveryId === null || isOwnBot(scope, message.author)) return deliveryId
  return (await standsElsewhere(db, scope, { deliveryId, ts: message.ts })) ? null : deliveryId
}

/** Another Atrium beside this one, say, that writes for the same people. */
function isOtherApp(scope: InstallationScope, { appId }: SlackAuthor): boolean {
  return appId !== null && appId !== scope.apiAppId
}

export function isOwnBot(scope: InstallationScope, author: SlackAuthor): boolean {
  return author.userId === scope.botUserId || (author.botId !== null && author.botId === scope.botId) || author.appId === scope.apiAppId
}

/** The bot itself. What went out with a member's own token names our app too, and is that member's. */
export function isWrittenByOwnBot(scope: InstallationScope, author: SlackAuthor): boolean {
  return isOwnBot(scope, author) && (author.userId === null || author.userId === scope.botUserId)
}

async function isPostedByTokenOf(db: Db, scope: InstallationScope, message: SlackMessage): Promise<boolean> {
  if (message.typedByPerson || message.author.userId === null) return false
  const direct = (await findDirects(db, scope, [message.channelId])).get(message.channelId)
  if (direct?.kind !== 'person') return false
  const inFlight = await findDeliveryInFlight(db, scope, direct.laneKey)
  return inFlight !== null && inFlight.slackUserId === message.author.userId
}
