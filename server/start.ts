import type { Config } from './infra/config.ts'
import { buildClient } from './start/build-client.ts'
import { launch } from './start/launch.ts'
import { planStart } from './start/plan-start.rules.ts'
import { welcomeText } from './start/print-welcome.ts'
import { describeProblem } from './start/start-problem.ts'

/** `pnpm start`: everything it takes, on a machine with nothing but Node. `--dev` reloads what changes. @see docs/environment.md */
const startedAt = performance.now()
const say = (line: string) => console.log(line)
let config: Config | null = null
try {
  const plan = planStart(process.env, process.argv.slice(2))
  config = plan.config
  const launched = await launch(plan, { say, buildClient })
  launched.warnings.forEach((warning) => console.warn(warning))
  const { slackUrl } = launched
  const { publicUrl: url, dataFolder } = launched.config
  say(`\n${welcomeText({ url, demo: plan.demo, slackUrl, dataFolder, tookMs: performance.now() - startedAt })}\n`)
  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= launched.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // The package of the embedded Postgres and Vite would end the process at once, with messages still in hand.
    process.removeAllListeners(signal)
    process.on(signal, stop)
  }
} catch (error) {
  const problem = describeProblem(error, config)
  console.error(problem ?? error)
  process.exit(1)
}
