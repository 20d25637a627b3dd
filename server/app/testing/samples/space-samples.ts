import { newId } from '@atrium/shared/ids.ts'
import { aMember } from '../../../identity/testing/builders.ts'
import type { Sample } from '../sample-inputs.ts'

/** Presence belongs to a socket, which a call over HTTP does not have. */
const BY_SOCKET = ['bad_input', 'conflict', 'not_found'] as const

export const spaceSamples: Record<string, Sample> = {
  'space.list': {},
  'space.presence': { input: async ({ spaceId }) => ({ spaceId }) },
  'space.enter': { input: async ({ spaceId }) => ({ spaceId }), answers: [...BY_SOCKET] },
  'space.leave': { answers: [...BY_SOCKET] },
  'space.setStatus': { input: async () => ({ status: 'busy', text: 'writing' }), answers: [...BY_SOCKET] },
  'space.goToRoom': { input: async ({ roomId }) => ({ roomId }), answers: [...BY_SOCKET] },
  'space.createSpace': { input: async () => ({ name: 'Second floor' }) },
  'space.renameSpace': { input: async ({ spaceId }) => ({ spaceId, name: `Office ${newId().slice(-4)}` }) },
  'space.setSpaceMember': {
    input: async ({ services, organizationId, spaceId }) => ({
      spaceId,
      memberId: (await aMember(services, organizationId)).id,
      role: 'admin',
    }),
  },
  'space.listSpaceMembers': { input: async ({ spaceId }) => ({ spaceId }) },
  'space.setRoomLock': { input: async ({ roomId }) => ({ roomId, locked: false }), answers: [...BY_SOCKET] },
}
