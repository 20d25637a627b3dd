import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema, graphql, GraphQLError } from 'graphql'

/** As much of Linear's schema as we use, with its names, types and what has to be given. @see https://linear.app/developers/graphql */
const SCHEMA = buildSchema(`
  scalar DateTime
  input IssueIDComparator { eq: ID in: [ID!] neq: ID nin: [ID!] }
  input IssueFilter { id: IssueIDComparator }
  input IssueCreateInput { id: String teamId: String! title: String description: String priority: Int stateId: String }
  input AttachmentCreateInput { id: String issueId: String! title: String! subtitle: String url: String! }
  type WorkflowState { id: ID! name: String! type: String! }
  type Team { id: ID! name: String! key: String! }
  type Organization { id: ID! name: String! urlKey: String! }
  type Issue { id: ID! identifier: String! url: String! title: String! description: String state: WorkflowState! team: Team! }
  type Attachment { id: ID! url: String! title: String! }
  type IssuePayload { success: Boolean! issue: Issue lastSyncId: Float! }
  type AttachmentPayload { success: Boolean! attachment: Attachment! lastSyncId: Float! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type IssueConnection { nodes: [Issue!]! pageInfo: PageInfo! }
  type TeamConnection { nodes: [Team!]! pageInfo: PageInfo! }
  type Query {
    organization: Organization!
    teams(first: Int, after: String): TeamConnection!
    issues(filter: IssueFilter, first: Int, after: String, includeArchived: Boolean): IssueConnection!
  }
  type Mutation {
    issueCreate(input: IssueCreateInput!): IssuePayload!
    attachmentCreate(input: AttachmentCreateInput!): AttachmentPayload!
  }
`)

interface Issue {
  id: string
  identifier: string
  url: string
  title: string
  description: string
  state: { id: string; name: string; type: string }
}
interface Attachment {
  issueId: string
  url: string
  title: string
}
/** `lose`: it happens, and no answer comes. `limit`: too many requests. `break`: an error of the server's own. */
export type Mischief = 'lose' | 'limit' | 'break'

export interface LinearServer {
  url: string
  issues: Issue[]
  attachments: Attachment[]
  /** The keys that are accepted. */
  keys: Set<string>
  /** What is done to the next requests, one after the other. */
  mischief: Mischief[]
  /** As somebody in Linear sets it. */
  setState(id: string, state: { name: string; type: string }): void
  close(): Promise<void>
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const TEAMS = [
  { id: '11111111-1111-4111-8111-111111111111', name: 'Engineering', key: 'ENG' },
  { id: '22222222-2222-4222-8222-222222222222', name: 'Support', key: 'SUP' },
]

/** Linear's API on this machine: it checks each request against the schema and refuses what Linear would refuse. */
export async function startLinearServer(): Promise<LinearServer> {
  const linear = { issues: [] as Issue[], attachments: [] as Attachment[], keys: new Set(['lin_api_good']), mischief: [] as Mischief[] }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const wrong = request.method !== 'POST' || request.headers['content-type'] !== 'application/json'
      if (wrong) return answer(response, 400, { errors: [{ message: 'POST JSON to this address' }] })
      if (!linear.keys.has(request.headers.authorization ?? ''))
        return answer(response, 401, errorOf('Authentication required, not authenticated', 'AUTHENTICATION_ERROR'))
      const mischief = linear.mischief.shift()
      if (mischief === 'limit')
        return answer(response, 400, errorOf('Rate limit exceeded', 'RATELIMITED'), {
          'x-ratelimit-requests-reset': String(Date.now() + 50),
        })
      if (mischief === 'break') return void response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Internal server error</h1>')
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        query: string
        variables: Record<string, unknown>
      }
      const result = await graphql({ schema: SCHEMA, source: query, rootValue: resolversOf(linear), variableValues: variables })
      if (mischief === 'lose') return request.socket.destroy()
      answer(response, result.errors ? 400 : 200, result)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...linear,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    setState(id, state) {
      const issue = linear.issues.find((known) => known.id === id)
      if (!issue) throw new Error(`no issue ${id}`)
      issue.state = { id: state.type, ...state }
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function resolversOf({ issues, attachments }: { issues: Issue[]; attachments: Attachment[] }) {
  const page = <T>(nodes: T[]) => ({ nodes, pageInfo: { hasNextPage: false, endCursor: null } })
  return {
    organization: { id: 'o', name: 'Northwind', urlKey: 'northwind' },
    teams: () => page(TEAMS),
    issues: ({ filter, first = 50 }: { filter?: { id?: { in?: string[] } }; first?: number }) =>
      page(issues.filter(({ id }) => filter?.id?.in?.includes(id) ?? true).slice(0, first)),
    issueCreate({ input }: { input: { id: string; teamId: string; title: string; description: string } }) {
      const team = TEAMS.find(({ id }) => id === input.teamId)
      if (!team) throw refusal('Entity not found: Team', 'teamId is no team of yours')
      if (!UUID_V4.test(input.id)) throw refusal('Argument Validation Error', 'id must be a UUID')
      if (issues.some(({ id }) => id === input.id)) throw refusal('Conflict', 'An issue with this id exists already')
      if (!input.title) throw refusal('Argument Validation Error', 'title is missing')
      const identifier = `${team.key}-${issues.length + 1}`
      const { id, title, description } = input
      const state = { id: 'triage', name: 'Triage', type: 'triage' }
      const issue = { id, title, description, identifier, url: `https://linear.app/northwind/issue/${identifier}`, state }
      issues.push(issue)
      return { success: true, lastSyncId: 1, issue }
    },
    attachmentCreate({ input }: { input: Attachment }) {
      if (!issues.some(({ id }) => id === input.issueId)) throw refusal('Entity not found: Issue', 'There is no such issue')
      const known = attachments.find(({ issueId, url }) => issueId === input.issueId && url === input.url)
      if (known) Object.assign(known, input)
      else attachments.push({ ...input })
      return { success: true, lastSyncId: 1, attachment: { id: 'a', url: input.url, title: input.title } }
    },
  }
}

function refusal(message: string, userPresentableMessage: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'INPUT_ERROR', type: 'invalid input', userError: true, userPresentableMessage } })
}

function errorOf(message: string, code: string): object {
  return { errors: [{ message, extensions: { code } }] }
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
