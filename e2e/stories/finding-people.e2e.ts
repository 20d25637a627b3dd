import { it } from 'vitest'
import { useBrowser } from '../harness/browser.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { enterSpace } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[CH1] who types is seen by the others until they pause, or until their message is there', async () => {
  const { ada, ben } = office()
  const [hers, his] = [await enterSpace(browser(), office(), ada), await enterSpace(browser(), office(), ben)]
  const typing = hers.getByTitle('Ben Okafor is typing…')
  const composer = his.getByRole('textbox', { name: 'Message' })
  await composer.pressSequentially('I think')
  await typing.waitFor()
  await typing.waitFor({ state: 'hidden' })
  await composer.pressSequentially(' so')
  await typing.waitFor()
  await composer.press('Enter')
  await hers.getByText('I think so').waitFor()
  await typing.waitFor({ state: 'hidden' })
})
