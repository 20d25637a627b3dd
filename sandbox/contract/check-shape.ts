export interface Difference {
  /** Where, with `[]` for any element of a list and `*` for any key of a map. */
  path: string
  problem: string
}

/** Content that apps bring themselves, so Slack's samples cannot list it. */
const OPAQUE = new Set(['blocks', 'attachments', 'event_payload', 'args', 'title_blocks'])

/** Keys that are ids, file types or names rather than fields. */
const looksLikeMap = (keys: string[]): boolean => keys.length > 0 && keys.every((key) => /^([CXGD][0-9A-Z_]{6,}|\d+)$/.test(key))

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

const isObject = (value: unknown): value is Record<string, unknown> => kindOf(value) === 'object'

function checkObject(value: Record<string, unknown>, shape: Record<string, unknown>, path: string): Difference[] {
  const keys = Object.keys(shape)
  if (keys.length === 0) return []
  if (looksLikeMap(keys)) return Object.values(value).flatMap((item) => checkShape(item, shape[keys[0] as string], `${path}.*`))
  return Object.entries(value).flatMap(([key, item]) => {
    const at = path ? `${path}.${key}` : key
    if (!(key in shape)) return [{ path: at, problem: 'not in the reference' }]
    return OPAQUE.has(key) ? [] : checkShape(item, shape[key], at)
  })
}

/** What `value` has that `shape` does not, or has as another type. Nulls say nothing: the samples blank them. */
export function checkShape(value: unknown, shape: unknown, path = ''): Difference[] {
  const [is, should] = [kindOf(value), kindOf(shape)]
  if (is === 'null' || should === 'null' || value === undefined) return []
  if (is !== should) return [{ path, problem: `${is} instead of ${should}` }]
  if (isObject(value) && isObject(shape)) return checkObject(value, shape, path)
  if (Array.isArray(value) && Array.isArray(shape))
    return shape.length === 0 ? [] : value.flatMap((item) => checkShape(item, shape[0], `${path}[]`))
  return []
}
