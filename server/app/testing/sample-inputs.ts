import type { ErrorCode } from '@atrium/shared/errors.ts'
import { chatSamples } from './samples/chat-samples.ts'
import { identitySamples } from './samples/identity-samples.ts'
import { inboxSamples } from './samples/inbox-samples.ts'
import { integrationsSamples } from './samples/integrations-samples.ts'
import { slackSamples } from './samples/slack-samples.ts'
import { spaceSamples } from './samples/space-samples.ts'
import type { SocketCall } from './call-over-socket.ts'
import type { Scene } from './matrix-scene.ts'

export interface Sample {
  /** A valid input of ids of the scene's organization, made anew for every call; absent: the procedure takes none. */
  input?: (scene: Scene) => Promise<unknown>
  /** What else than success an owner may be answered, where the scene cannot have everything (a Slack that is connected, say). */
  answers?: ErrorCode[]
  /** What has to have happened on the same socket; present: the procedure is called over the WebSocket. */
  onSocketAfter?: (scene: Scene) => SocketCall[]
  /** What of an organization could be put into an input besides; another organization's has to be refused. */
  foreign?: (scene: Scene) => Promise<object>
  /** A query that filters by an id: a foreign one finds nothing, and that is no error. */
  foreignFindsNothing?: boolean
}

/** How to call every procedure there is, by path. A new procedure needs a line here. */
export const SAMPLES: Record<string, Sample> = {
  'realtime.changes': { input: async () => ({ lastEventId: null }), onSocketAfter: () => [] },
  'firstSteps.read': {},
  'firstSteps.dismiss': {},
  ...chatSamples,
  ...identitySamples,
  ...inboxSamples,
  ...integrationsSamples,
  ...slackSamples,
  ...spaceSamples,
}
