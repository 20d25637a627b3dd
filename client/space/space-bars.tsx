import { FollowBar } from './follow/follow-bar.tsx'
import { KnockBar } from './knocks/knock-bar.tsx'

/** What stands over a space now and then: who knocks, and who follows whom. */
export function SpaceBars() {
  return (
    <>
      <KnockBar />
      <FollowBar />
    </>
  )
}
