import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ELEMENT_KINDS } from '../blocks/element-kinds.ts'
import { EVENT_KINDS, MESSAGE_EVENT_SUBTYPES } from '../events/event-kinds.ts'
import { METHOD_TIERS } from '../http/method-tiers.ts'
import { INTERACTION_TYPES } from '../interactivity/interaction-kinds.ts'
import { COMMON_ERRORS } from '../methods/method.ts'
import { METHODS } from '../methods/registry.ts'
import { startReceiver } from '../testing/a-receiver.ts'
import { aSandbox } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'
import { checkShape } from './check-shape.ts'
import { ERROR_EXCEPTIONS, EXCEPTIONS } from './exceptions.ts'
import { APP_RATE_LIMITED, ENVELOPE, KNOWN_ANSWERS, KNOWN_EVENTS, KNOWN_FRAMES, KNOWN_INTERACTIONS } from './known-keys.ts'
import { readShapes } from './reference-shapes.ts'
import { recordEverything } from './scenario.ts'
import { OPTIONS_ANSWER } from './scenes/elements.ts'
import type { Recording } from './stage.ts'

const folder = process.env.SLACK_REFERENCE_DIR
const reference = folder ? readShapes(folder) : undefined

const scene = aSandbox()
let receiver: Awaited<ReturnType<typeof startReceiver>>
let recording: Promise<Recording> | undefined

beforeAll(async () => {
  receiver = await startReceiver(({ path }) => (path === '/options' ? { body: OPTIONS_ANSWER } : {}))
})
afterAll(() => receiver.close())

/** Recorded once, inside the first test: the sandbox is seeded by then. */
const record = (): Promise<Recording> => (recording ??= recordEverything(scene, receiver))

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

const missing = (name: string, keys: readonly string[] | undefined, value: Json): string[] =>
  keys === undefined ? [`${name}: no keys are known`] : keys.filter((key) => !(key in value)).map((key) => `${name} ${key}: missing`)

const methodNames = Object.keys(METHODS)
const declared = (method: string): string[] => [...(METHODS[method]?.errors ?? [])]

/** Errors have an envelope of their own, the same for every method. */
const ERROR_KEYS = new Set(['ok', 'error', 'needed', 'provided', 'response_metadata', 'errors', 'args'])

describe('methods', () => {
  it('are all called, and all answer', async () => {
    const { answers } = await record()
    const answered = new Set(answers.filter(({ body }) => body.ok === true).map(({ method }) => method))
    expect(methodNames.filter((name) => !answered.has(name))).toEqual([])
  })

  it(`answer as ${reference ? 'the reference shows' : 'the list of keys says'}`, async () => {
    const good = (await record()).answers.filter(({ body }) => body.ok === true)
    if (reference) {
      const named = good.map(({ method, body }) => ({ name: method, value: body, shape: reference.method(method) }))
      expect(differences(named)).toEqual([])
    }
    expect([...new Set(good.flatMap(({ method, body }) => missing(method, KNOWN_ANSWERS[method], body)))]).toEqual([])
  })

  it('refuse what they are to refuse, by the name they are to use', async () => {
    const { answers } = await record()
    const other = answers.filter(({ expected, body }) => (expected ?? null) !== (body.error ?? null))
    expect(other.map(({ method, expected, body }) => `${method} said ${String(body.error ?? 'ok')}, not ${expected ?? 'ok'}`)).toEqual([])
    for (const { body } of answers.filter(({ expected }) => expected))
      expect(Object.keys(body).filter((key) => !ERROR_KEYS.has(key))).toEqual([])
  })

  it('declare every error of theirs, and show every one that they declare', async () => {
    const { answers } = await record()
    const seen = (method: string) =>
      new Set(answers.filter((answer) => answer.method === method).map(({ body }) => String(body.error ?? '')))
    const common = new Set<string>(COMMON_ERRORS)
    for (const method of methodNames) {
      const own = [...seen(method)].filter((error) => error && !common.has(error))
      expect({ method, errors: own.toSorted() }).toEqual({ method, errors: declared(method).toSorted() })
    }
  })

  // Not there at all without a reference: a test that is skipped counts as failed.
  it.each(reference ? [reference] : [])('name errors as the documentation does', (documentation) => {
    const unknown = methodNames.flatMap((method) => {
      const documented = documentation.errorsOf(method)
      if (!documented) return [`${method}: nothing in the reference`]
      return declared(method)
        .filter((error) => !documented.has(error))
        .filter((error) => !ERROR_EXCEPTIONS.some((exception) => exception.error.test(error) && exception.of.test(method)))
        .map((error) => `${method}: ${error}`)
    })
    expect(unknown).toEqual([])
  })

  it('all have a place among the rate limits', () => {
    expect(Object.keys(METHOD_TIERS).toSorted()).toEqual(methodNames.toSorted())
  })
})

describe('events', () => {
  it('are all sent, messages of every subtype among them', async () => {
    const { subscriptions, received } = await record()
    expect(EVENT_KINDS.filter((kind) => !subscriptions.includes(kind))).toEqual([])
    const subtypes = new Set(received.map(({ body }) => (body.event as Json | undefined)?.subtype))
    expect(MESSAGE_EVENT_SUBTYPES.filter((subtype) => !subtypes.has(subtype))).toEqual([])
  })

  it(`look as ${reference ? 'the reference shows' : 'the list of keys says'}`, async () => {
    const { received } = await record()
    const bodies = received.filter(({ path }) => path === '/events').map(({ body }) => body)
    const inner = bodies.filter((body) => body.event !== undefined)
    if (reference) {
      const named = inner.map((body) => ({ name: eventName(body.event as Json), value: body, shape: reference.event(body.event as Json) }))
      expect(differences(named)).toEqual([])
    }
    const problems = inner.flatMap((body) => {
      const name = eventName(body.event as Json)
      return [...missing(name, ENVELOPE, body), ...missing(name, KNOWN_EVENTS[name], body.event as Json)]
    })
    expect([...new Set(problems)]).toEqual([])
  })

  it('say in an envelope of its own that there were too many', async () => {
    const notices = (await record()).received.map(({ body }) => body).filter(({ event }) => event === undefined)
    const limited = notices.filter(({ type }) => type === 'app_rate_limited')
    expect(limited.length).toBeGreaterThan(0)
    for (const body of limited) expect(Object.keys(body).toSorted()).toEqual(APP_RATE_LIMITED)
    if (reference) {
      const named = limited.map((value) => ({ name: 'app_rate_limited', value, shape: reference.event(value) }))
      expect(differences(named)).toEqual([])
    }
  })
})

describe('interactions', () => {
  const interactions = async () => (await record()).received.filter(({ path }) => path !== '/events').map(({ body }) => body)

  it('are all sent', async () => {
    const types = new Set((await interactions()).map((body) => String(body.type ?? 'command')))
    expect(types).toEqual(new Set([...INTERACTION_TYPES, 'command']))
  })

  it('tell of every kind of element', async () => {
    const bodies = await interactions()
    const clicked = bodies.flatMap((body) => ((body.actions as Json[] | undefined) ?? []).map(({ type }) => type))
    const states = bodies.map(
      (body) => ((body.view as Json | undefined)?.state as { values?: Record<string, Record<string, Json>> })?.values,
    )
    const entered = states.flatMap((values) => Object.values(values ?? {}).flatMap((block) => Object.values(block).map(({ type }) => type)))
    const used = new Set<unknown>([...clicked, ...entered])
    expect(Object.keys(ELEMENT_KINDS).filter((type) => !used.has(type))).toEqual([])
  })

  it(`look as ${reference ? 'the reference shows' : 'the list of keys says'}`, async () => {
    const bodies = await interactions()
    const nameOf = (body: Json) => String(body.type ?? 'command')
    if (reference) {
      expect(differences(bodies.map((body) => ({ name: nameOf(body), value: body, shape: reference.interaction(body) })))).toEqual([])
    }
    expect([...new Set(bodies.flatMap((body) => missing(nameOf(body), KNOWN_INTERACTIONS[nameOf(body)], body)))]).toEqual([])
  })
})

describe('Socket Mode', () => {
  it('sends every frame there is, each with its keys', async () => {
    const { frames } = await record()
    const nameOf = ({ type, reason }: Json) => (reason ? `${String(type)}/${String(reason)}` : String(type))
    expect(new Set(frames.map(nameOf))).toEqual(new Set(Object.keys(KNOWN_FRAMES)))
    expect([...new Set(frames.flatMap((frame) => missing(nameOf(frame), KNOWN_FRAMES[nameOf(frame)], frame)))]).toEqual([])
  })
})
