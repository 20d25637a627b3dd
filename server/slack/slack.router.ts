import { z } from 'zod'
import { CHANNEL_ROLES, READING_DELAYS_MINUTES } from '@atrium/shared/slack/views.ts'
import { SLACK_NOTIFICATION_KINDS } from '@atrium/shared/slack/notifications.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ContactId, CustomerId, InstallationId, SlackAppId } from '@atrium/shared/ids.ts'
import { adminProcedure, memberProcedure, ownerProcedure, personProcedure } from '../identity/procedures.ts'
import { router, type RequestContext } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { setAllowedUsers } from './access/set-allowed-users.ts'
import { channelsOfCustomer } from './channels/channels-of-customer.ts'
import { refreshChannels } from './channels/refresh-channels.ts'
import { sendTestMessage } from './channels/send-test-message.ts'
import { setChannelRole } from './channels/set-channel-role.ts'
import { setDefaultChannel } from './channels/set-default-channel.ts'
import { testConnection } from './channels/test-connection.ts'
import { watchChannel } from './channels/watch-channel.ts'
import { diagnose } from './doctor/diagnose.ts'
import { readHealth } from './health/read-health.ts'
import { identitiesOfContact } from './identities-of-contact.ts'
import { disconnect } from './install/disconnect.ts'
import { installWithToken } from './install/install-with-token.ts'
import { makeManifest } from './install/manifest.rules.ts'
import { saveApp } from './install/save-app.ts'
import { setPublicPosting } from './install/set-public-posting.ts'
import { startInstall } from './install/start-install.ts'
import { setPreference } from './link/set-preference.ts'
import { startLink } from './link/start-link.ts'
import { unlink } from './link/unlink.ts'
import { readChannels, readOverview } from './overview.ts'
import { retryDelivery } from './mirror/retry-delivery.ts'
import { setConversationEmoji } from './surfaces/imports/set-conversation-emoji.ts'
import { setNotification } from './surfaces/cards/set-notification.ts'
import { setStatusSharing } from './status/set-status-sharing.ts'
import { slackServicesOf } from './slack-services.ts'

const installation = z.object({ installationId: idOf<InstallationId>() })
const slackChannelId = z.string().regex(/^[A-Z0-9]{2,30}$/)
/** Of a person, or of another app's bot. */
const slackUserId = z
  .string()
  .regex(/^[UWB][A-Z0-9]{2,30}$/, 'A Slack user id begins with U or W, as U012AB3CD: it stands in their profile.')
const credential = z.string().trim().min(1).max(500)

const appInput = z.object({
  appId: z
    .string()
    .trim()
    .regex(/^A[A-Z0-9]{2,30}$/, 'The app id begins with A; it stands under Basic Information in Slack.'),
  clientId: credential,
  clientSecret: credential,
  signingSecret: credential.optional(),
  appToken: credential.optional(),
  mode: z.enum(['http', 'socket']),
})

/** A grant is bound to the session that asked for it. */
function sessionOf(ctx: RequestContext): string {
  if (!ctx.sessionHash) throw new AtriumError('not_signed_in')
  return ctx.sessionHash
}

export const slackRouter = router({
  overview: memberProcedure.query(({ ctx }) => readOverview(ctx.services.db, ctx.actor)),

  saveApp: adminProcedure.input(appInput).mutation(({ ctx, input }) => {
    const { secrets, clock } = slackServicesOf(ctx.services)
    const from = { address: ctx.address, nowMs: clock.now() }
    return commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) => saveApp(tx, secrets, { actor: ctx.actor, input, from }))
  }),

  manifest: adminProcedure
    .input(z.object({ mode: z.enum(['http', 'socket']).optional(), postsPublicly: z.boolean().optional() }).optional())
    .query(({ ctx, input }) => makeManifest(ctx.publicUrl, input)),

  startInstall: adminProcedure
    .input(z.object({ slackAppId: idOf<SlackAppId>(), installationId: idOf<InstallationId>().optional() }))
    .mutation(({ ctx, input }) =>
      commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) =>
        startInstall(tx, slackServicesOf(ctx.services), { actor: ctx.actor, ...input, sessionHash: sessionOf(ctx) }),
      ),
    ),

  installWithToken: adminProcedure
    .input(z.object({ slackAppId: idOf<SlackAppId>(), botToken: credential, workspaceDomain: z.string().trim().min(1).max(200) }))
    .mutation(({ ctx, input }) => installWithToken(slackServicesOf(ctx.services), { actor: ctx.actor, ...input, address: ctx.address })),

  setPublicPosting: ownerProcedure.input(installation.extend({ on: z.boolean() })).mutation(({ ctx, input }) => {
    const from = { address: ctx.address, nowMs: ctx.services.clock.now() }
    return commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) => setPublicPosting(tx, ctx.actor, { ...input, ...from }))
  }),

  setAllowedUsers: adminProcedure
    .input(installation.extend({ people: z.array(z.string().trim().min(1).max(200)).max(200) }))
    .mutation(({ ctx, input }) => setAllowedUsers(slackServicesOf(ctx.services), { actor: ctx.actor, ...input, address: ctx.address })),

  disconnect: adminProcedure
    .input(installation)
    .mutation(({ ctx, input }) => disconnect(slackServicesOf(ctx.services), { actor: ctx.actor, ...input, address: ctx.address })),

  startLink: memberProcedure
    .input(installation.extend({ withStatus: z.boolean().optional() }))
    .mutation(({ ctx, input }) =>
      commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) =>
        startLink(tx, slackServicesOf(ctx.services), { actor: ctx.actor, ...input, sessionHash: sessionOf(ctx) }),
      ),
    ),

  unlink: memberProcedure
    .input(installation)
    .mutation(({ ctx, input }) => unlink(slackServicesOf(ctx.services), { actor: ctx.actor, ...input, address: ctx.address })),

  setPreference: memberProcedure
    .input(
      installation.extend({
        preference: z.enum(['always', 'when_inactive']),
        readingDelayMinutes: z.literal(READING_DELAYS_MINUTES).optional(),
      }),
    )
    .mutation(({ ctx, input }) =>
      commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) =>
        setPreference(tx, ctx.actor, { ...input, nowMs: ctx.services.clock.now() }),
      ),
    ),

  setStatusSharing: memberProcedure
    .input(installation.extend({ on: z.boolean() }))
    .mutation(({ ctx, input }) =>
      commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) =>
        setStatusSharing(tx, ctx.actor, { ...input, nowMs: ctx.services.clock.now() }),
      ),
    ),

  listChannels: memberProcedure
    .input(installation)
    .query(({ ctx, input }) => readChannels(ctx.services.db, ctx.actor, input.installationId)),

  refreshChannels: adminProcedure
    .input(installation)
    .mutation(({ ctx, input }) => refreshChannels(slackServicesOf(ctx.services), { organizationId: ctx.actor.organizationId, ...input })),

  watchChannel: adminProcedure
    .input(installation.extend({ channelId: slackChannelId, customerId: idOf<CustomerId>().nullable() }))
    .mutation(({ ctx, input }) => {
      const { installationId, channelId, customerId } = input
      const from = { address: ctx.address, nowMs: ctx.services.clock.now() }
      return commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) =>
        watchChannel(tx, ctx.actor, { key: { installationId, channelId }, customerId, ...from }),
      )
    }),

  channelsOfCustomer: memberProcedure
    .input(z.object({ customerId: idOf<CustomerId>() }))
    .query(({ ctx, input }) => channelsOfCustomer(ctx.services.db, ctx.actor, input.customerId)),

  setChannelRole: adminProcedure
    .input(installation.extend({ channelId: slackChannelId, slackUserId, role: z.enum(CHANNEL_ROLES).nullable() }))
    .mutation(({ ctx, input }) => {
      const { installationId, channelId, slackUserId: userId, role } = input
      const from = { address: ctx.address, nowMs: ctx.services.clock.now() }
      return commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) =>
        setChannelRole(tx, ctx.actor, { key: { installationId, channelId, slackUserId: userId }, role, ...from }),
      )
    }),

  identitiesOfContact: memberProcedure
    .input(z.object({ contactId: idOf<ContactId>() }))
    .query(({ ctx, input }) => identitiesOfContact(ctx.services.db, ctx.actor, input.contactId)),

  setDefaultChannel: adminProcedure
    .input(installation.extend({ channelId: slackChannelId.nullable() }))
    .mutation(({ ctx, input }) =>
      commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) => setDefaultChannel(tx, ctx.actor, input)),
    ),

  setNotification: adminProcedure
    .input(installation.extend({ kind: z.enum(SLACK_NOTIFICATION_KINDS), on: z.boolean(), channelId: slackChannelId.nullable() }))
    .mutation(({ ctx, input }) => {
      const from = { address: ctx.address, nowMs: ctx.services.clock.now() }
      return commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) => setNotification(tx, ctx.actor, { ...input, ...from }))
    }),

  setConversationEmoji: adminProcedure.input(installation.extend({ emoji: z.string().max(200) })).mutation(({ ctx, input }) => {
    const from = { address: ctx.address, nowMs: ctx.services.clock.now() }
    return commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) => setConversationEmoji(tx, ctx.actor, { ...input, ...from }))
  }),

  testConnection: adminProcedure
    .input(installation)
    .mutation(({ ctx, input }) => testConnection(slackServicesOf(ctx.services), { organizationId: ctx.actor.organizationId, ...input })),

  diagnose: adminProcedure
    .input(installation)
    .mutation(({ ctx, input }) => diagnose(slackServicesOf(ctx.services), { organizationId: ctx.actor.organizationId, ...input })),

  health: adminProcedure.input(installation).query(({ ctx, input }) => readHealth(ctx.services.db, ctx.actor, input.installationId)),

  sendTestMessage: adminProcedure
    .input(installation.extend({ channelId: slackChannelId }))
    .mutation(({ ctx, input }) => sendTestMessage(slackServicesOf(ctx.services), { organizationId: ctx.actor.organizationId, ...input })),

  retryDelivery: personProcedure
    .input(z.object({ entityId: z.uuid().transform((id) => id.toLowerCase()) }))
    .mutation(async ({ ctx, input }) => {
      const { bus, clock } = ctx.services
      const bridge = await commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) =>
        retryDelivery(tx, ctx.actor, { entityId: input.entityId, nowMs: clock.now() }),
      )
      bus.deliveriesOwed()
      return { bridge }
    }),
})
