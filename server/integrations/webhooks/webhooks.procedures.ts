import { z } from 'zod'
import { inOrganization } from '@atrium/db/transaction.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import { WEBHOOK_EVENT_NAMES, type WebhookEndpointId, type WebhookMessageId } from '@atrium/shared/integrations/webhooks.ts'
import { adminProcedure } from '../../identity/procedures.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { integrationServicesOf } from '../integration-services.ts'
import { changeEndpoint, createEndpoint, removeEndpoint, rotateWebhookSecret, setEndpointState } from './change-endpoints.ts'
import { endpointsOf, lockEndpoint, presentEndpoint } from './endpoints.queries.ts'
import { messagesOf, presentMessage } from './messages.queries.ts'
import { redeliver, sendTestEvent } from './redeliver.ts'

const one = z.object({ endpointId: idOf<WebhookEndpointId>() })
const content = z.object({
  url: z.string().trim().min(1).max(2_000),
  description: z.string().trim().max(120),
  events: z.array(z.enum(WEBHOOK_EVENT_NAMES)).min(1, 'Choose what it is to be told.').max(WEBHOOK_EVENT_NAMES.length),
})
const LOG_PAGE = 30

export const webhooksProcedures = {
  listWebhooks: adminProcedure.query(({ ctx: { services, actor } }) =>
    inOrganization(services.db, actor.organizationId, async (tx) => ({
      endpoints: (await endpointsOf(tx, actor.organizationId)).map(presentEndpoint),
    })),
  ),
  createWebhook: adminProcedure.input(content).mutation(({ ctx, input }) => {
    const { services, actor, address } = ctx
    const made = { actor, input, from: { address, nowMs: services.clock.now() } }
    return commitInOrganization(services, actor.organizationId, (tx) => createEndpoint(tx, integrationServicesOf(services), made))
  }),
  changeWebhook: adminProcedure.input(one.extend(content.shape)).mutation(async ({ ctx, input }) => {
    const { services, actor, address } = ctx
    const changed = { actor, endpointId: input.endpointId, input, from: { address, nowMs: services.clock.now() } }
    const means = integrationServicesOf(services)
    return { endpoint: await commitInOrganization(services, actor.organizationId, (tx) => changeEndpoint(tx, means, changed)) }
  }),
  setWebhookState: adminProcedure.input(one.extend({ enabled: z.boolean() })).mutation(async ({ ctx, input }) => {
    const { services, actor, address } = ctx
    const set = { ...input, actor, from: { address, nowMs: services.clock.now() } }
    const endpoint = await commitInOrganization(services, actor.organizationId, (tx) => setEndpointState(tx, set))
    services.bus.deliveriesOwed()
    return { endpoint }
  }),
  rotateWebhookSecret: adminProcedure.input(one).mutation(({ ctx, input }) => {
    const { services, actor, address } = ctx
    const rotated = { ...input, actor, from: { address, nowMs: services.clock.now() } }
    return commitInOrganization(services, actor.organizationId, (tx) => rotateWebhookSecret(tx, integrationServicesOf(services), rotated))
  }),
  removeWebhook: adminProcedure.input(one).mutation(({ ctx, input }) => {
    const { services, actor, address } = ctx
    const removed = { ...input, actor, from: { address, nowMs: services.clock.now() } }
    return commitInOrganization(services, actor.organizationId, (tx) => removeEndpoint(tx, integrationServicesOf(services), removed))
  }),
  testWebhook: adminProcedure.input(one).mutation(async ({ ctx: { services, actor }, input }) => {
    const test = { ...input, nowMs: services.clock.now() }
    await commitInOrganization(services, actor.organizationId, (tx) => sendTestEvent(tx, actor, test))
    services.bus.deliveriesOwed()
  }),
  listWebhookMessages: adminProcedure
    .input(one.extend({ before: idOf<WebhookMessageId>().nullish() }))
    .query(({ ctx: { services, actor }, input }) =>
      inOrganization(services.db, actor.organizationId, async (tx) => {
        await lockEndpoint(tx, actor.organizationId, input.endpointId)
        const page = { endpointId: input.endpointId, before: input.before ?? null, limit: LOG_PAGE + 1 }
        const rows = await messagesOf(tx, actor.organizationId, page)
        return { messages: rows.slice(0, LOG_PAGE).map(presentMessage), more: rows.length > LOG_PAGE }
      }),
    ),
  redeliverWebhookMessage: adminProcedure
    .input(z.object({ messageId: idOf<WebhookMessageId>() }))
    .mutation(async ({ ctx: { services, actor }, input }) => {
      const again = { ...input, nowMs: services.clock.now() }
      await commitInOrganization(services, actor.organizationId, (tx) => redeliver(tx, actor, again))
      services.bus.deliveriesOwed()
    }),
}
