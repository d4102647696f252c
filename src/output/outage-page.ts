import type { OutageReport } from '../delivery/outage/outage.ts'
import { joinAmounts, splitAmounts } from './amounts.ts'
import type { CurveMark } from './curve.ts'
import { axisLines, curveLines } from './curve.ts'
import type { Field } from './fields.ts'
import { fieldLines } from './fields.ts'
import { roomOf, wrapWords } from './fit.ts'
import { glyphsFor } from './glyphs.ts'
import { marked } from './mark.ts'
import type { SimulatedOutage } from './outage-words.ts'
import {
  disabledIn,
  latenessWords,
  lossWords,
  momentWords,
  outageVerdict,
  outageWords,
} from './outage-words.ts'
import { becauseWords, formatCount } from './policy-words.ts'
import { widestLine } from './schedule-page.ts'
import type { Style } from './style.ts'

const indent = '  '

/** What an outage costs: the consequence first, the figures, and how it went, drawn. In a pipe the figures alone, times in milliseconds. */
export function outagePage(simulated: SimulatedOutage, style: Style): string {
  if (!style.terminal) return fieldLines([exactFields(simulated)], style).join('\n')
  return [
    ...verdictLines(simulated, style),
    '',
    ...figureLines(simulated, { ...style, width: roomOf(style) - indent.length }).map(
      (line) => indent + line,
    ),
    '',
    ...drawing(simulated, style).map((line) => indent + line),
  ].join('\n')
}

/** What was simulated, and what it comes to. */
function verdictLines(simulated: SimulatedOutage, style: Style): string[] {
  const { mark, text } = outageVerdict(simulated)
  const wrap = (sentence: string, width: number): string[] =>
    wrapWords(joinAmounts(sentence), width).map(splitAmounts)
  const [first = '', ...rest] = wrap(text, roomOf(style) - indent.length)
  return [
    ...wrap(outageWords(simulated.outage), roomOf(style)),
    marked(mark, first, style),
    ...rest.map((line) => indent + line),
  ]
}

function figureLines(simulated: SimulatedOutage, style: Style): string[] {
  const fields = toldFields(simulated).map(({ label, value }) => ({
    label,
    value: [value].flat().map(joinAmounts),
  }))
  return fieldLines([fields], style).map(splitAmounts)
}

function toldFields({ outage, report }: SimulatedOutage): Field[] {
  const { late, lost, backlog, burst, events, waiting } = report
  const share = (count: number): string =>
    count === 0 ? '0' : `${formatCount(count)} (${shareOf(count, events)})`
  return [
    { label: 'events', value: formatCount(events) },
    { label: 'at once', value: share(report.atOnce) },
    {
      label: 'late',
      value: share(late.events) + (late.events === 0 ? '' : `, ${latenessWords(report, { inDetail: true })}`),
    },
    {
      label: 'lost',
      value: share(lost.events) + (lost.events === 0 ? '' : `: ${lossWords(outage, report)}`),
    },
    { label: 'waiting', value: waiting === 0 ? [] : `${share(waiting)} until the endpoint is enabled` },
    { label: 'endpoint', value: changeWords({ outage, report }) },
    {
      label: 'backlog',
      value:
        backlog.most === 0
          ? 'none'
          : `${formatCount(backlog.most)} at most, ${momentWords(backlog.atMs, outage.lastsMs)}`,
    },
    { label: 'worked off', value: workedOffWords({ outage, report }) },
    { label: 'burst', value: burst === null ? [] : burstWords(burst, outage) },
  ]
}

/** `78 %`; all and nothing are only what is exactly that. */
function shareOf(count: number, all: number): string {
  const percent = Math.round((count / all) * 100)
  if (percent === 0) return 'below 1 %'
  return percent === 100 && count < all ? 'above 99 %' : `${percent} %`
}

function changeWords({ outage, report }: SimulatedOutage): string[] {
  const { changes, changeCount } = report
  const [first] = changes
  const disabled = disabledIn(report)
  if (first === undefined) return ['stays enabled']
  const offs = changes.filter(({ to }) => to === 'off-for-a-while').length
  const reason = ({ at, because }: typeof first): string =>
    `${momentWords(at, outage.lastsMs)} (${becauseWords(because, outage.policy)})`
  const last = changes.at(-1)
  return [
    ...(offs === 0
      ? []
      : [`off for a while ${offs === 1 ? '' : `${formatCount(offs)} times, first `}${reason(first)}`]),
    ...(disabled === undefined ? [] : [`disabled ${reason(disabled)}`]),
    ...(last?.to === 'enabled' && changeCount === changes.length
      ? [`on again ${momentWords(last.at, outage.lastsMs)}`]
      : []),
  ]
}

function workedOffWords({ outage, report }: SimulatedOutage): string[] {
  const { workedOffMs, late } = report
  if (workedOffMs === null) return ['not before the endpoint is enabled']
  return late.events === 0 ? [] : [momentWords(workedOffMs, outage.lastsMs)]
}

function burstWords(
  { attempts, atMs }: NonNullable<OutageReport['burst']>,
  { lastsMs, rate }: SimulatedOutage['outage'],
): string {
  const usual = (rate.events * 60_000) / rate.perMs
  const times =
    usual >= 1 && attempts > usual ? `, ${formatTimes(attempts / usual)} times as many as usual` : ''
  const when = atMs === lastsMs ? 'as soon as the handler is back' : momentWords(atMs, lastsMs)
  return `${formatCount(attempts)} attempts within a minute, ${when}${times}`
}

const formatTimes = (times: number): string =>
  times < 10 ? String(Number(times.toFixed(1))) : formatCount(times)

/** The same for scripts. */
function exactFields({ outage, report }: SimulatedOutage): Field[] {
  const { late, lost, backlog, burst } = report
  const disabled = disabledIn(report)
  const exact = (value: number | null | undefined): string | string[] =>
    value === null || value === undefined ? [] : String(value)
  return [
    { label: 'outage', value: exact(outage.lastsMs) },
    { label: 'for', value: exact(outage.forMs) },
    { label: 'events', value: exact(report.events) },
    { label: 'attempts', value: exact(report.attempts) },
    { label: 'at once', value: exact(report.atOnce) },
    { label: 'late', value: exact(late.events) },
    { label: 'late median', value: exact(late.medianMs) },
    { label: 'late p95', value: exact(late.p95Ms) },
    { label: 'late max', value: exact(late.maxMs) },
    { label: 'lost', value: exact(lost.events) },
    { label: 'lost given up', value: exact(lost.givenUp) },
    { label: 'lost stopped', value: exact(lost.stopped) },
    { label: 'lost cancelled', value: exact(lost.cancelled) },
    { label: 'lost dropped', value: exact(lost.dropped) },
    { label: 'dead letters', value: exact(lost.deadLettered) },
    { label: 'waiting', value: exact(report.waiting) },
    { label: 'disabled at', value: exact(disabled?.at) },
    { label: 'disabled because', value: disabled?.because ?? [] },
    { label: 'backlog', value: exact(backlog.most) },
    { label: 'backlog at', value: exact(backlog.atMs) },
    { label: 'worked off at', value: exact(report.workedOffMs) },
    { label: 'burst', value: exact(burst?.attempts) },
    { label: 'burst at', value: exact(burst?.atMs) },
  ]
}

/** What waited, and below it what was lost, over the time that was looked at. */
function drawing({ outage, report }: SimulatedOutage, style: Style): string[] {
  const { curve, backlog, lost } = report
  const { untilMs } = curve
  const tops = [formatCount(backlog.most), ...(lost.events === 0 ? [] : [formatCount(lost.events)])]
  const beside = Math.max(...tops.map((top) => top.length))
  const columns = Math.max(4, Math.min(widestLine, roomOf(style)) - indent.length - beside - 2)
  const shape = { columns, beside }
  const isDown = (step: number): boolean => step * curve.stepMs < outage.lastsMs
  const waiting = {
    values: curve.waiting,
    top: formatCount(backlog.most),
    paint: (step: number) => (isDown(step) ? style.no : style.look),
  }
  const losses = { values: curve.lost, top: formatCount(lost.events), paint: () => style.no }
  return [
    ...(backlog.most === 0
      ? []
      : [style.dim('waiting'), ...curveLines(waiting, { ...shape, rows: lost.events === 0 ? 7 : 5 }, style)]),
    ...(lost.events === 0 ? [] : [style.dim('lost'), ...curveLines(losses, { ...shape, rows: 4 }, style)]),
    ...axisLines({ untilMs, marks: marksOf({ outage, report }, style) }, { ...shape, rows: 0 }, style),
    ...legend({ outage, report }, style),
  ]
}

function marksOf({ outage, report }: SimulatedOutage, style: Style): CurveMark[] {
  const disabled = disabledIn(report)
  return [
    ...(disabled ? [{ atMs: disabled.at, symbol: style.symbols.no, paint: style.no }] : []),
    { atMs: outage.lastsMs, symbol: glyphsFor(style).pointer, paint: style.yes },
  ]
}

function legend({ report }: SimulatedOutage, style: Style): string[] {
  const entries = [
    ...(disabledIn(report) ? [marked('no', 'disabled', style)] : []),
    `${style.yes(glyphsFor(style).pointer)} the handler is back`,
  ]
  return [entries.join('   ')]
}
