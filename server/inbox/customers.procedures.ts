import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ContactId, CustomerId, MemberId } from '@atrium/shared/ids.ts'
import { adminProcedure, memberProcedure } from '../identity/procedures.ts'
import { committed, withHead } from './committed.ts'
import { getContact, listContacts } from './contacts/list-contacts.ts'
import { mergeContacts, undoContactMerge } from './contacts/merge-contacts.ts'
import { createCustomer } from './create-customer.ts'
import { browseCustomers, getCustomer } from './customers/browse-customers.ts'
import { archiveCustomer, renameCustomer, setCustomerOwner } from './customers/change-customer.ts'
import { customersOf } from './customers.queries.ts'
import { presentCustomer } from './present-inbox.ts'

const one = z.object({ customerId: idOf<CustomerId>() })
const page = z.object({
  words: z.string().max(200).default(''),
  cursor: z.string().max(600).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
})

/** Whom the conversations are with. */
export const customersProcedures = {
  /** All of them, to choose from. */
  listCustomers: memberProcedure.query(({ ctx }) =>
    withHead(ctx, async (tx) => ({ customers: (await customersOf(tx, ctx.actor.organizationId)).map(presentCustomer) })),
  ),
  browseCustomers: memberProcedure
    .input(page.extend({ archived: z.boolean().nullable().default(false) }))
    .query(({ ctx, input }) => withHead(ctx, (tx) => browseCustomers(tx, ctx.actor, input))),
  getCustomer: memberProcedure.input(one).query(({ ctx, input }) => withHead(ctx, (tx) => getCustomer(tx, ctx.actor, input.customerId))),
  createCustomer: memberProcedure
    .input(z.object({ name: z.string().max(200) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => createCustomer(tx, ctx.actor, { ...input, nowMs }))),
  renameCustomer: memberProcedure
    .input(one.extend({ name: z.string().max(200) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => renameCustomer(tx, ctx.actor, input))),
  setCustomerOwner: memberProcedure
    .input(one.extend({ ownerId: idOf<MemberId>().nullable() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => setCustomerOwner(tx, ctx.actor, input))),
  archiveCustomer: adminProcedure
    .input(one.extend({ archived: z.boolean() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => archiveCustomer(tx, ctx.actor, { ...input, nowMs }))),
  listContacts: memberProcedure
    .input(page.extend({ customerId: idOf<CustomerId>().nullable() }))
    .query(({ ctx, input }) => withHead(ctx, (tx) => listContacts(tx, ctx.actor, input))),
  getContact: memberProcedure
    .input(z.object({ contactId: idOf<ContactId>() }))
    .query(({ ctx, input }) => withHead(ctx, (tx) => getContact(tx, ctx.actor, input.contactId))),
  mergeContacts: memberProcedure
    .input(z.object({ from: idOf<ContactId>(), into: idOf<ContactId>(), acrossCustomers: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => mergeContacts(tx, ctx.actor, { ...input, nowMs }))),
  undoContactMerge: memberProcedure
    .input(z.object({ contactId: idOf<ContactId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => undoContactMerge(tx, ctx.actor, input))),
}
