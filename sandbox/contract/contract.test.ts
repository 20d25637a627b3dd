import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReceiver } from '../testing/a-receiver.ts'
import { aSandbox } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'
import { checkShape } from './check-shape.ts'
import { EXCEPTIONS } from './exceptions.ts'
import { ENVELOPE, KNOWN_ANSWERS, KNOWN_EVENTS } from './known-keys.ts'
import { readShapes } from './reference-shapes.ts'
import { recordEverything, type Recording } from './scenario.ts'

const folder = process.env.SLACK_REFERENCE_DIR
const reference = folder ? readShapes(folder) : undefined

const scene = aSandbox()
let receiver: Awaited<ReturnType<typeof startReceiver>>
let recording: Recording | undefined

beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.close())

/** Recorded once, inside the first test: the sandbox is seeded by then. */
const record = async (): Promise<Recording> => (recording ??= await recordEverything(scene, receiver))

const eventName = ({ type, subtype }: Json): string => `${String(type)}/${String(subtype ?? '')}`
const isExcepted = (of: string, path: string): boolean => EXCEPTIONS.some((exception) => exception.of.test(of) && exception.path.test(path))

/** Unexplained differences, each once. */
const differences = (named: { name: string; value: unknown; shape: unknown }[]): string[] => [
  ...new Set(
    named.flatMap(({ name, value, shape }) =>
      shape === undefined
        ? [`${name}: nothing in the reference`]
        : checkShape(value, shape)
            .filter(({ path }) => !isExcepted(name, path))
            .map(({ path, problem }) => `${name} ${path}: ${problem}`),
    ),
  ),
]

const missing = (name: string, keys: readonly string[], value: Json): string[] =>
  keys.filter((key) => !(key in value)).map((key) => `${name} ${key}: missing`)

/** Errors have an envelope of their own, the same for every method. */
const ERROR_KEYS = new Set(['ok', 'error', 'needed', 'provided', 'response_metadata', 'errors', 'args'])

describe(`what the sandbox sends, against ${reference ? 'the reference' : 'its own list of keys'}`, () => {
  it('answers', async () => {
    const { answers } = await record()
    const good = answers.filter(({ body }) => body.ok === true)
    expect(new Set(good.map(({ method }) => method)).size).toBeGreaterThan(35)
    if (reference) {
      const named = good.map(({ method, body }) => ({ name: method, value: body, shape: reference.method(method) }))
      expect(differences(named)).toEqual([])
    } else {
      expect(good.flatMap(({ method, body }) => missing(method, KNOWN_ANSWERS[method] ?? [], body))).toEqual([])
    }
  })

  it('errors', async () => {
    const { answers } = await record()
    const failed = answers.filter(({ body }) => body.ok !== true)
    expect(failed.length).toBeGreaterThan(3)
    for (const { body } of failed) expect(Object.keys(body).filter((key) => !ERROR_KEYS.has(key))).toEqual([])
  })

  it('events', async () => {
    const { received } = await record()
    const bodies = received.filter(({ path }) => path === '/events').map(({ body }) => body)
    const seen = new Set(bodies.map((body) => eventName(body.event as Json)))
    expect(Object.keys(KNOWN_EVENTS).filter((name) => !seen.has(name))).toEqual([])
    if (reference) {
      const named = bodies.map((body) => ({ name: eventName(body.event as Json), value: body, shape: reference.event(body.event as Json) }))
      expect(differences(named)).toEqual([])
    } else {
      const problems = bodies.flatMap((body) => {
        const name = eventName(body.event as Json)
        return [...missing(name, ENVELOPE, body), ...missing(name, KNOWN_EVENTS[name] ?? [], body.event as Json)]
      })
      expect(problems).toEqual([])
    }
  })

  it('interactions', async () => {
    const { received } = await record()
    const bodies = received.filter(({ path }) => path !== '/events').map(({ body }) => body)
    const names = bodies.map((body) => String(body.type ?? 'command'))
    expect(new Set(names)).toEqual(new Set(['command', 'block_actions', 'message_action', 'shortcut', 'view_submission', 'view_closed']))
    const named = bodies.map((body) => ({ name: String(body.type ?? 'command'), value: body, shape: reference?.interaction(body) ?? {} }))
    expect(differences(named)).toEqual([])
  })
})
