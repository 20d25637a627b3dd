import { REPEAT_WITHIN_MS } from '@atrium/shared/realtime/repeat-window.ts'
import type { Config } from '../infra/config.ts'
import { DAY_MS, type Retention } from '../infra/retention/retention.ts'
import { forgetAnswers } from '../integrations/api/forget-answers.ts'
import { forgetWebhookMessages } from '../integrations/webhooks/forget-messages.ts'
import { forgetChanges } from '../realtime/forget-changes.ts'
import { forgetClientMutations } from '../realtime/forget-client-mutations.ts'
import { stripDeliveries } from '../slack/egress/strip-deliveries.ts'
import { forgetAppliedEvents, forgetDeadEvents } from '../slack/ingress/forget-events.ts'
import { forgetStates } from '../slack/install/forget-states.ts'
import { forgetFreeWatches } from '../space/forget-free-watches.ts'

/** A client gives up before; the rest is for clocks that are wrong. */
const MUTATIONS_MS = REPEAT_WITHIN_MS + 15 * DAY_MS
/** Slack sends an event again for a day at most. */
const EVENTS_MS = 7 * DAY_MS
/** For whoever finds out why they could not be applied. */
const DEAD_EVENTS_MS = 45 * DAY_MS

/** What goes, and after how long. Why: docs/adr/0012-what-is-kept-and-how-long.md. */
export function retentionsOf({ retention }: Pick<Config, 'retention'>): Retention[] {
  return [
    { name: 'change', keepMs: retention.changesMs, forget: forgetChanges },
    { name: 'delivery', keepMs: retention.sentWordsMs, forget: stripDeliveries },
    { name: 'client_mutation', keepMs: MUTATIONS_MS, forget: forgetClientMutations },
    { name: 'api_answer', keepMs: DAY_MS, forget: forgetAnswers },
    { name: 'webhook_message', keepMs: retention.sentWordsMs, forget: forgetWebhookMessages },
    { name: 'slack_inbox', keepMs: EVENTS_MS, forget: forgetAppliedEvents },
    { name: 'slack_inbox_dead', keepMs: DEAD_EVENTS_MS, forget: forgetDeadEvents },
    { name: 'free_watch', keepMs: 0, forget: forgetFreeWatches },
    { name: 'slack_oauth_state', keepMs: DAY_MS, forget: forgetStates },
  ]
}
