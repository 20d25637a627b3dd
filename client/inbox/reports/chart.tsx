import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { createEffect, on, onCleanup, onMount } from 'solid-js'

export interface ChartLine {
  label: string
  /** A color of the theme, as `--color-accent`. */
  color: string
  values: (number | null)[]
  /** What is read out of one of them below the picture, where that is more than `words` says. */
  tells?: (index: number) => string
}
export interface ChartProps {
  /** Of each value: the day as 2026-11-30. */
  days: string[]
  lines: ChartLine[]
  words: (value: number) => string
  /** Steps between the lines of the scale, the smallest first. */
  steps: readonly number[]
  /** The upper end of the scale; else as high as the values go. */
  most?: number
}

const HEIGHT_PX = 180

/** Lines over days. A picture only: whoever uses it puts the table of the same figures beside it. */
export function Chart(props: ChartProps) {
  let box!: HTMLDivElement
  let plot: uPlot | undefined
  const draw = () => {
    plot?.destroy()
    const styles = getComputedStyle(box)
    const color = (name: string) => styles.getPropertyValue(name).trim() || styles.color
    const axis = {
      stroke: color('--color-ink-faint'),
      grid: { stroke: color('--color-line'), width: 1 },
      ticks: { show: false },
      font: `11px ${styles.fontFamily}`,
    }
    const options: uPlot.Options = {
      width: Math.max(200, box.clientWidth),
      height: HEIGHT_PX,
      padding: [8, 8, 0, 0],
      cursor: { y: false, points: { size: 6 } },
      legend: { live: true },
      // Days are days wherever the browser is.
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      scales: { y: { range: (_plot, _least, most) => [0, (props.most ?? Math.max(1, most)) * 1.1] } },
      series: [
        {
          label: 'Day',
          value: (_plot, seconds: number | null | undefined) =>
            seconds === null || seconds === undefined ? '–' : new Date(seconds * 1000).toISOString().slice(0, 10),
        },
        ...props.lines.map((line) => ({
          label: line.label,
          stroke: color(line.color),
          width: 2,
          spanGaps: false,
          points: { show: props.days.length <= 45, size: 5 },
          value: (_plot: uPlot, value: number | null | undefined, _line: number, index: number | null) =>
            value === null || value === undefined ? '–' : index !== null && line.tells ? line.tells(index) : props.words(value),
        })),
      ],
      axes: [
        axis,
        {
          ...{ ...axis, size: 56, incrs: [...props.steps] },
          values: (_plot, values) => values.map((value) => (value > (props.most ?? value) ? '' : props.words(value))),
        },
      ],
    }
    const seconds = props.days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000)
    plot = new uPlot(options, [seconds, ...props.lines.map(({ values }) => values)], box)
  }
  onMount(() => {
    const resized = new ResizeObserver(() => plot?.setSize({ width: Math.max(200, box.clientWidth), height: HEIGHT_PX }))
    resized.observe(box)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const themed = new MutationObserver(draw)
    themed.observe(document.documentElement, { attributes: true })
    dark.addEventListener('change', draw)
    onCleanup(() => {
      resized.disconnect()
      themed.disconnect()
      dark.removeEventListener('change', draw)
      plot?.destroy()
    })
  })
  createEffect(on(() => [props.days, props.lines], draw))
  // uPlot has fonts of its own.
  const ownFont =
    '[&_.uplot]:[font-family:inherit]! [&_.uplot_*]:[font-family:inherit]! [&_.u-legend_th]:font-medium! [&_.u-legend]:text-xs!'
  return <div ref={(element) => (box = element)} aria-hidden="true" class={`min-w-0 overflow-hidden text-xs text-ink-soft ${ownFont}`} />
}
