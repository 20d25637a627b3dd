import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type ContactId, type CustomerId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ContactView, ConversationMessageView, ConversationView } from '@atrium/shared/inbox/views.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { openConversation } from '../open-conversation.ts'
import { upsertContact } from '../upsert-contact.ts'

export function aSystem(organizationId: OrganizationId): SystemActor {
  return { kind: 'system', organizationId, name: 'test' }
}

export async function aCustomer(services: Services, organizationId: OrganizationId, options: { name?: string } = {}): Promise<CustomerId> {
  const id = newId<CustomerId>()
  const { name = `Customer ${id}` } = options
  await inOrganization(services.db, organizationId, (tx) =>
    tx.insertInto('customer').values({ organization_id: organizationId, id, name }).execute(),
  )
  return id
}

interface ContactOptions {
  contactId?: ContactId
  customerId?: CustomerId
  name?: string
  email?: string
  placeholder?: boolean
}

export function aContact(services: Services, organizationId: OrganizationId, options: ContactOptions = {}): Promise<ContactView> {
  const { contactId = null, customerId = null, name = 'Carla Customer', email = null, placeholder = false } = options
  return commitInOrganization(services, organizationId, (tx) =>
    upsertContact(tx, aSystem(organizationId), { contactId, customerId, name, email, avatarUrl: null, placeholder, nowMs: 1_000_000 }),
  )
}

interface ConversationOptions {
  contactId?: ContactId
  customerId?: CustomerId
  text?: string
  createdAtMs?: number
}

export async function aConversation(
  services: Services,
  organizationId: OrganizationId,
  options: ConversationOptions = {},
): Promise<{ conversation: ConversationView; message: ConversationMessageView }> {
  const contactId = options.contactId ?? (await aContact(services, organizationId)).id
  const { customerId = null, text = 'The export fails.', createdAtMs = 1_000_000 } = options
  return commitInOrganization(services, organizationId, (tx) =>
    openConversation(tx, aSystem(organizationId), { customerId, contactId, origin: 'channel', place: '#support-acme', text, createdAtMs }),
  )
}
