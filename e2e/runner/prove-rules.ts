import type { TestOutcome } from './test-results.ts'

export interface ProvenRule {
  id: string
  specs: string[]
  tests: { file: string; title: string }[]
  failing: { file: string; title: string }[]
}

const rulePattern = /\b(?:ID|SP|CH|BR|SL|IN|IC|AS|OP)\d{1,2}\b/

/** The ids that open a list item of a SPEC.md (`- BR2 …` or `- **BR2** …`), with the files that state them. */
export function statedRules(specs: { file: string; text: string }[]): Map<string, string[]> {
  const stated = new Map<string, string[]>()
  for (const { file, text } of specs) {
    for (const [, id = ''] of text.matchAll(/^[-*] +\*{0,2}((?:ID|SP|CH|BR|SL|IN|IC|AS|OP)\d{1,2})\b/gm)) {
      const files = stated.get(id) ?? []
      if (!files.includes(file)) stated.set(id, [...files, file])
    }
  }
  return stated
}

/** Matches ids in square brackets of test titles (`[BR2]`, `[BR2, BR6]`) with the stated rules; an unstated id in a title is listed too, without a spec. */
export function proveRules(stated: Map<string, string[]>, outcomes: TestOutcome[]): ProvenRule[] {
  const rules = new Map<string, ProvenRule>()
  for (const [id, specs] of stated) rules.set(id, { id, specs, tests: [], failing: [] })
  for (const { file, title, passed } of outcomes) {
    for (const id of idsOf(title)) {
      const rule = rules.get(id) ?? { id, specs: [], tests: [], failing: [] }
      rules.set(id, rule)
      ;(passed ? rule.tests : rule.failing).push({ file, title })
    }
  }
  return [...rules.values()].toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}

function idsOf(title: string): Set<string> {
  const brackets = [...title.matchAll(/\[([^\]]+)\]/g)].map((match) => match[1] ?? '')
  return new Set(
    brackets.flatMap((text) => text.split(/[\s,]+/)).filter((word) => rulePattern.test(word) && rulePattern.exec(word)?.[0] === word),
  )
}
