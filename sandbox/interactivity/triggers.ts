import { makeSecret } from '../world/ids.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Trigger } from '../world/types.ts'
import type { World } from '../world/world.ts'

const LIFE_MS = 3_000

/** A permission to open one modal, soon. @see https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses */
export function createTrigger(world: World, of: Pick<Trigger, 'appId' | 'teamId' | 'userId' | 'viewId'>): string {
  const id = `${Math.floor(world.clock.now())}.${makeSecret(4)}.${makeSecret(12)}`
  world.triggers.set(id, { ...of, id, expiresAtMs: world.clock.now() + LIFE_MS, used: false })
  return id
}

/** @throws SlackError `invalid_trigger_id`, `exchanged_trigger_id`, `expired_trigger_id` */
export function useTrigger(world: World, appId: string, id: string | undefined): Trigger {
  const trigger = world.triggers.get(id ?? '')
  if (!trigger || trigger.appId !== appId) throw new SlackError('invalid_trigger_id')
  if (trigger.used) throw new SlackError('exchanged_trigger_id')
  if (trigger.expiresAtMs < world.clock.now()) throw new SlackError('expired_trigger_id')
  trigger.used = true
  return trigger
}
