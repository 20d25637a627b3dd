import axe from 'axe-core'
import type { Page } from 'playwright-core'

const isThere = () => 'axe' in window

/**
 * What axe calls serious or critical on the page as it stands, or in the one part that `within` selects: `rule: the element`.
 * It is given to each document once: reading it takes ten times as long as asking it. There are no frames to look into.
 */
export async function seriousOn(page: Page, within = 'html'): Promise<string[]> {
  if (!(await page.evaluate(isThere))) await page.evaluate(axe.source)
  const violations = await page.evaluate(
    async (part) => (await (window as unknown as { axe: typeof axe }).axe.run(part, { resultTypes: ['violations'] })).violations,
    within,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
