import { DEMO_PEOPLE } from '@atrium/db/demo/people.ts'

export interface Welcome {
  url: string
  demo: boolean
  /** Null without a sandbox. */
  slackUrl: string | null
  dataFolder: string
  tookMs: number
}

export function welcomeText({ url, demo, slackUrl, dataFolder, tookMs }: Welcome): string {
  const lines = [`Atrium is ready after ${(tookMs / 1000).toFixed(1)} s: ${url}`, '']
  if (demo) {
    for (const { key, name, role } of DEMO_PEOPLE.slice(0, 4)) {
      lines.push(`  enter as ${name.padEnd(14)} ${url}/api/demo/enter?as=${key}   ${role}`)
    }
    lines.push(
      `  and everybody else of Northwind: ${DEMO_PEOPLE.slice(4)
        .map(({ key }) => key)
        .join(', ')}`,
      '',
    )
  }
  if (slackUrl) lines.push(`  a Slack to try it with  ${slackUrl}`)
  lines.push(`  data                    ${dataFolder}`, '  Ctrl-C stops everything.')
  return lines.join('\n')
}
