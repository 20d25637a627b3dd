import { z } from 'zod'

/** A call to Linear that did not succeed, and whether another one may. The text is for people. */
export class LinearFailure extends Error {
  readonly kind: 'refused' | 'rejected' | 'limited' | 'unreachable'
  readonly retryAfterMs: number | null
  constructor(kind: LinearFailure['kind'], text: string, retryAfterMs: number | null = null) {
    super(text)
    this.name = 'LinearFailure'
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

export interface LinearCall {
  apiUrl: string
  apiKey: string
  nowMs: number
}

const issueSchema = z.object({
  id: z.string(),
  identifier: z.string(),
  url: z.url({ protocol: /^https?$/ }),
  title: z.string(),
  state: z.object({ name: z.string(), type: z.string() }),
})
export type LinearIssue = z.output<typeof issueSchema>
const ISSUE = 'id identifier url title state { name type }'

const TIMEOUT_MS = 15_000
const LIMITED_MS = 60_000
/** As many as Linear gives at once. */
export const MOST_ISSUES = 50

/** Whose key it is, and the teams whose issues it may make. @throws LinearFailure */
export async function readTeams(call: LinearCall): Promise<{ workspaceName: string; teams: { id: string; name: string }[] }> {
  const query = 'query { organization { name } teams(first: 250) { nodes { id name } } }'
  const named = z.object({ name: z.string() })
  const answer = z.object({ organization: named, teams: z.object({ nodes: z.array(named.extend({ id: z.string() })) }) })
  const { organization, teams } = await ask(call, { query, variables: {} }, answer)
  return { workspaceName: organization.name, teams: teams.nodes }
}

/** @param issue its id is ours to give: a second issue with the same one is refused. @throws LinearFailure */
export async function createIssue(
  call: LinearCall,
  issue: { id: string; teamId: string; title: string; description: string },
): Promise<LinearIssue> {
  const query = `mutation ($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { ${ISSUE} } } }`
  const { issueCreate } = await ask(
    call,
    { query, variables: { input: issue } },
    z.object({ issueCreate: z.object({ issue: issueSchema }) }),
  )
  return issueCreate.issue
}

/** What stands at an issue as a link; with the same address it is not added a second time. @throws LinearFailure */
export async function attachLink(call: LinearCall, link: { issueId: string; title: string; subtitle: string; url: string }): Promise<void> {
  const query = 'mutation ($input: AttachmentCreateInput!) { attachmentCreate(input: $input) { success } }'
  await ask(call, { query, variables: { input: link } }, z.object({ attachmentCreate: z.object({ success: z.literal(true) }) }))
}

/** Those of them that there are, archived ones too. @throws LinearFailure */
export async function readIssues(call: LinearCall, ids: readonly string[]): Promise<LinearIssue[]> {
  const query = `query ($ids: [ID!]!) { issues(filter: { id: { in: $ids } }, first: ${MOST_ISSUES}, includeArchived: true) { nodes { ${ISSUE} } } }`
  const answer = z.object({ issues: z.object({ nodes: z.array(issueSchema) }) })
  return (await ask(call, { query, variables: { ids } }, answer)).issues.nodes
}

interface Question {
  query: string
  variables: Record<string, unknown>
}

/** @see https://linear.app/developers/graphql */
async function ask<T>({ apiUrl, apiKey, nowMs }: LinearCall, question: Question, answer: z.ZodType<T>): Promise<T> {
  const response = await send(apiUrl, apiKey, question)
  const body = bodySchema.safeParse(await response.json().catch(() => null)).data
  const [error] = body?.errors ?? []
  if (response.status === 429 || error?.extensions?.code === 'RATELIMITED')
    throw new LinearFailure('limited', 'Linear has had enough for now.', untilReset(response, nowMs))
  if (response.status === 401 || response.status === 403 || error?.extensions?.code === 'AUTHENTICATION_ERROR')
    throw new LinearFailure('refused', 'Linear does not accept the API key. Give it a new one under Settings, Linear.')
  if (error) throw new LinearFailure('rejected', wordsOf(error))
  if (!response.ok || !body) throw new LinearFailure('unreachable', `Linear answered ${response.status}.`)
  const parsed = answer.safeParse(body.data)
  if (!parsed.success) throw new LinearFailure('rejected', 'Linear answered something that Atrium does not understand.')
  return parsed.data
}

async function send(apiUrl: string, apiKey: string, question: Question): Promise<Response> {
  try {
    return await fetch(apiUrl, {
      method: 'POST',
      headers: { authorization: apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(question),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch {
    throw new LinearFailure('unreachable', 'Linear could not be reached.')
  }
}

const bodySchema = z.object({
  data: z.unknown(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string().optional(), userPresentableMessage: z.string().optional() }).optional(),
      }),
    )
    .optional(),
})

function wordsOf({
  message,
  extensions,
}: {
  message: string
  extensions?: { userPresentableMessage?: string | undefined } | undefined
}): string {
  return `Linear says: ${(extensions?.userPresentableMessage ?? message).slice(0, 300)}`
}

/** Linear tells when its limit starts anew, in ms since the epoch. */
function untilReset({ headers }: Response, nowMs: number): number {
  const resetMs = Number(headers.get('x-ratelimit-requests-reset') ?? Number.NaN) - nowMs
  return Number.isFinite(resetMs) && resetMs > 0 ? Math.min(resetMs, 60 * LIMITED_MS) : LIMITED_MS
}
