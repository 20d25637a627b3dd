import { z } from 'zod'
import { operation } from './operation.ts'

const fault = z.object({
  method: z.string().optional(),
  kind: z.enum(['429', '500', 'timeout', 'reset', 'internal_error', 'redirect']),
  when: z.enum(['before', 'after']).default('before'),
  times: z.number().int().min(1).default(1),
  retry_after_s: z.number().optional(),
  location: z.string().optional(),
  skip: z.number().int().min(0).optional(),
})

const eventFaults = z.object({
  drop: z.number().min(0).max(1).optional(),
  duplicate: z.number().int().min(0).optional(),
  reorder: z.boolean().optional(),
  delay_ms: z.number().min(0).optional(),
  seed: z.number().int().default(1),
})

const limits = z.object({
  post_per_s_per_channel: z.number().int().min(1).optional(),
  per_minute: z.record(z.string(), z.number().int().min(1)).optional(),
  tiers: z.boolean().optional(),
  restricted_history: z.boolean().optional(),
  retry_after_s: z.number().int().min(1).optional(),
  events_per_hour: z.number().int().min(1).optional(),
  disable_failing_after: z.number().int().min(1).optional(),
})

const settings = z
  .object({
    ack_timeout_ms: z.number().int().min(1),
    retry_delays_ms: z.array(z.number().min(0)).max(3),
    customized_deletable: z.boolean(),
    metadata_in_events: z.boolean(),
    missing_thread: z.enum(['unthreads', 'refuses']),
    uninstall_order: z.enum(['either', 'uninstalled_first', 'revoked_first']),
    signature_skew_s: z.number().int(),
    file_share_delay_ms: z.number().min(0),
    files_url: z.url().nullable(),
  })
  .partial()

const disconnect = z.object({
  app_id: z.string(),
  reason: z.enum(['warning', 'refresh_requested', 'link_disabled']),
  close_after_ms: z.number().min(0).default(0),
  /** How many of the app's connections, the oldest first and none that is leaving already; absent: all. */
  connections: z.number().int().min(1).optional(),
})

export const behaviourOperations = {
  'faults.add': operation(fault, ({ world }, input) => {
    world.faults.push(input)
    world.touched({ isLog: true })
    return {}
  }),
  'faults.events': operation(eventFaults, ({ world }, input) => {
    world.eventFaults = input
    world.eventRandom = undefined
    world.touched({ isLog: true })
    return {}
  }),
  'faults.clear': operation(z.object({}), ({ world }) => {
    world.faults = []
    world.eventFaults = undefined
    world.touched({ isLog: true })
    return {}
  }),
  /** Replaces all limits; `{}` takes them away. */
  limits: operation(limits, ({ world }, input) => {
    world.limits = input
    world.calls = new Map()
    world.touched({ isLog: true })
    return {}
  }),
  settings: operation(settings, ({ world }, input) => {
    Object.assign(world.settings, input)
    return world.settings
  }),
  'clock.advance': operation(z.object({ ms: z.number().min(0) }), ({ world }, input) => {
    world.clock.advance(input.ms)
    return { now: world.clock.now() }
  }),
  'socket.disconnect': operation(disconnect, ({ hub }, input) => {
    hub.disconnect(input.app_id, { reason: input.reason, closeAfterMs: input.close_after_ms, connections: input.connections })
    return {}
  }),
  'socket.connections': operation(z.object({ app_id: z.string() }), ({ hub }, input) => hub.count(input.app_id)),
  reset: operation(z.object({}), ({ reset }) => {
    reset()
    return {}
  }),
}
