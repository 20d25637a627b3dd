/** What `pnpm bench` was asked for. */
export interface Asked {
  /** In the order given; each with the loads named for it, or its usual ones. */
  benches: { name: string; loads: number[] }[]
  rounds: number
  /** How long each load lasts; null: as long as its bench finds right. */
  seconds: number | null
}

/** `presence:200 chat --rounds 1 --seconds 3`. @throws Error that says what was not understood */
export function readArguments(words: readonly string[], usualLoads: Record<string, number[]>): Asked {
  const options = { '--rounds': 3, '--seconds': null as number | null }
  const named: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '--') continue
    if (word !== '--rounds' && word !== '--seconds') named.push(word)
    else options[word] = positive(words[++at], word)
  }
  const loads = new Map<string, number[]>()
  for (const word of named.length > 0 ? named : Object.keys(usualLoads)) {
    const [name = '', load] = word.split(':')
    const usual = usualLoads[name]
    if (!usual) throw new Error(`There is no bench ${name}. Benches: ${Object.keys(usualLoads).join(', ')}.`)
    const before = loads.get(name) ?? []
    loads.set(name, [...new Set([...before, ...(load === undefined ? usual : [positive(load, word)])])])
  }
  return { benches: [...loads].map(([name, each]) => ({ name, loads: each })), rounds: options['--rounds'], seconds: options['--seconds'] }
}

function positive(text: string | undefined, of: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${of} takes a whole number from 1, not ${text ?? 'nothing'}.`)
  return value
}
