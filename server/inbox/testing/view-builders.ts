import { newId } from '@atrium/shared/ids.ts'
import type { ConversationFilter, SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'
import type { MacroView } from '@atrium/shared/inbox/macro.ts'
import { actorOf, type TestMember } from '../../identity/testing/builders.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { saveMacro } from '../macros/change-macros.ts'
import { saveView } from '../views/change-views.ts'

export function aSavedView(
  services: Services,
  owner: TestMember,
  { shared = false, filter = { status: 'open' } }: { shared?: boolean; filter?: ConversationFilter } = {},
): Promise<SavedViewView> {
  const view = { viewId: null, name: `View ${newId().slice(-12)}`, filter, shared, nowMs: Date.now() }
  return commitInOrganization(services, owner.organizationId, (tx) => saveView(tx, actorOf(owner), view))
}

export function someMacro(): Pick<MacroView, 'name' | 'text' | 'change'> {
  return { name: `Macro ${newId().slice(-12)}`, text: 'Hello {{contact.name}}', change: { status: 'pending' } }
}

export function aMacro(services: Services, member: TestMember, macro: Partial<MacroView> = {}): Promise<MacroView> {
  const saved = { macroId: null, ...someMacro(), ...macro, nowMs: Date.now() }
  return commitInOrganization(services, member.organizationId, (tx) => saveMacro(tx, actorOf(member), saved))
}
