import { z } from 'zod'
import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import { newId, type GuestLinkId, type Id, type OrganizationId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import { AWAY_MINUTES } from '@atrium/shared/identity/away-minutes.ts'
import { AUDIT_FORMATS, AUDIT_KINDS } from '@atrium/shared/identity/audit.ts'
import { router } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { createGuestLink } from './create-guest-link.ts'
import { exportAudit } from './export-audit.ts'
import { createOrganization } from './create-organization.ts'
import { readGuestLinks } from './guests.queries.ts'
import { listAudit } from './list-audit.ts'
import { listOutgoingEmail } from './list-outgoing-email.ts'
import { listSessions } from './list-sessions.ts'
import { me } from './me.ts'
import { memberProcedures } from './members.router.ts'
import { presentGuestLink } from './present-identity.ts'
import { renameOrganization } from './rename-organization.ts'
import { adminProcedure, memberProcedure, publicProcedure, signedInProcedure } from './procedures.ts'
import { removeSlackSignIn } from './slack/slack-binding.ts'
import { revokeGuestLink } from './revoke-guest-link.ts'
import { setAwayMinutes } from './set-away-minutes.ts'
import { setGroupMentions } from './set-group-mentions.ts'

const MONTH_HOURS = 31 * 24
const organizationName = z.string().trim().min(1).max(120)

const auditFilter = z.object({
  kind: z.enum(AUDIT_KINDS).optional(),
  words: z.string().trim().min(1).max(80).optional(),
  fromMs: z.number().int().optional(),
  untilMs: z.number().int().optional(),
})

const guestLinkInput = z.object({
  spaceId: idOf<SpaceId>(),
  roomId: idOf<RoomId>().optional(),
  label: z.string().trim().min(1).max(80),
  expiresInHours: z.number().int().min(1).max(MONTH_HOURS),
})

export const identityRouter = router({
  me: publicProcedure.query(({ ctx }) => me(ctx)),
  createOrganization: signedInProcedure
    .input(z.object({ name: organizationName }))
    .mutation(async ({ ctx: { services, userId, address }, input }) => {
      const owner = await services.accounts.find(userId)
      if (!owner) throw new AtriumError('not_signed_in')
      const nowMs = services.clock.now()
      const organizationId = newId<OrganizationId>(nowMs)
      const organization = { ...input, organizationId, owner, address, nowMs }
      return commitInOrganization(services, organizationId, (tx) => createOrganization(tx, organization))
    }),
  renameOrganization: adminProcedure
    .input(z.object({ name: organizationName }))
    .mutation(async ({ ctx: { services, actor, address }, input }) => {
      const renamed = { ...input, address, nowMs: services.clock.now() }
      return { organization: await commitInOrganization(services, actor.organizationId, (tx) => renameOrganization(tx, actor, renamed)) }
    }),
  ...memberProcedures,
  listSessions: memberProcedure.query(async ({ ctx: { services, actor, sessionHash } }) => ({
    sessions: await listSessions(services.accounts, { userId: actor.userId, sessionHash }),
  })),
  revokeSession: memberProcedure
    .input(z.object({ sessionId: idOf<Id<'session'>>() }))
    .mutation(async ({ ctx: { services, actor }, input }) => {
      if (!(await services.accounts.endSession(actor.userId, input.sessionId))) throw new AtriumError('not_found')
    }),
  slackSignIn: memberProcedure.query(async ({ ctx: { services, actor } }) => ({
    signIn: await services.accounts.slackSignIn(actor.userId),
  })),
  removeSlackSignIn: memberProcedure.mutation(({ ctx: { services, actor, address } }) =>
    removeSlackSignIn(services, { userId: actor.userId, address }),
  ),
  createGuestLink: memberProcedure.input(guestLinkInput).mutation(({ ctx: { services, actor, publicUrl, address }, input }) => {
    const link = { ...input, roomId: input.roomId ?? null, publicUrl, address, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) => createGuestLink(tx, actor, link))
  }),
  listGuestLinks: memberProcedure.query(({ ctx: { services, actor } }) =>
    inOrganization(services.db, actor.organizationId, async (tx) => ({
      links: (await readGuestLinks(tx, actor.organizationId)).map(presentGuestLink),
    })),
  ),
  revokeGuestLink: memberProcedure
    .input(z.object({ guestLinkId: idOf<GuestLinkId>() }))
    .mutation(({ ctx: { services, actor, address }, input }) => {
      const revocation = { ...input, address, nowMs: services.clock.now() }
      return commitInOrganization(services, actor.organizationId, (tx) => revokeGuestLink(tx, actor, revocation))
    }),
  setGroupMentions: adminProcedure
    .input(z.object({ allowed: z.boolean() }))
    .mutation(async ({ ctx: { services, actor, address }, input }) => {
      const change = { ...input, address, nowMs: services.clock.now() }
      return { organization: await commitInOrganization(services, actor.organizationId, (tx) => setGroupMentions(tx, actor, change)) }
    }),
  setAwayMinutes: adminProcedure
    .input(z.object({ minutes: z.literal([...AWAY_MINUTES]) }))
    .mutation(async ({ ctx: { services, actor, address }, input }) => {
      const change = { ...input, address, nowMs: services.clock.now() }
      return { organization: await commitInOrganization(services, actor.organizationId, (tx) => setAwayMinutes(tx, actor, change)) }
    }),
  listAudit: adminProcedure
    .input(z.object({ before: z.uuid().optional(), limit: z.number().int().min(1).max(500).default(100), filter: auditFilter.optional() }))
    .query(({ ctx: { services, actor }, input }) =>
      inOrganization(services.db, actor.organizationId, async (tx) => ({ entries: await listAudit(tx, actor, input) })),
    ),
  exportAudit: adminProcedure
    .input(z.object({ format: z.enum(AUDIT_FORMATS), filter: auditFilter }))
    .mutation(({ ctx: { services, actor, address }, input }) => {
      const wish = { ...input, address, nowMs: services.clock.now() }
      return commitInOrganization(services, actor.organizationId, (tx) => exportAudit(tx, actor, wish))
    }),
  listOutgoingEmail: publicProcedure.query(async ({ ctx: { services } }) => ({ emails: await listOutgoingEmail(services) })),
})
