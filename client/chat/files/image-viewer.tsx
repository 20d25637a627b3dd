import { createMemo, lazy, Show, Suspense } from 'solid-js'
import type { ImageViewer as Viewer } from './create-image-viewer.ts'
import { pagePart } from '../../ui/page-part.ts'

const ImageViewerContent = lazy(
  pagePart(() => import('./image-viewer-content.tsx').then((module) => ({ default: module.ImageViewerContent }))),
)

/** A picture over everything. Its code is loaded when one is opened for the first time. */
export function ImageViewer(props: { viewer: Viewer }) {
  const everOpened = createMemo((before: boolean) => before || props.viewer.current() !== null, false)
  return (
    <Show when={everOpened()}>
      <Suspense>
        <ImageViewerContent viewer={props.viewer} />
      </Suspense>
    </Show>
  )
}
