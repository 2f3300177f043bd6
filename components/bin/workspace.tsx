'use client'

import type { ReactNode } from 'react'
import { cx } from '../ui/cx'
import { PaneResizer } from './pane-resizer'
import type { PaneControl } from './use-panes'

type Props = {
  list: ReactNode
  detail: ReactNode
  /** null: closed. */
  resend: ReactNode | null
  /** On a phone, either the list or the detail is visible. */
  showDetail: boolean
  panes: PaneControl
}

/**
 * Three panes that remember their widths. Below 1280 px the resend form covers the detail; on a phone each pane fills the screen. In a
 * short window the page scrolls instead of the panes.
 */
export function Workspace({ list, detail, resend, showDetail, panes }: Props) {
  const { widths, resize, remember } = panes
  const style = { '--list': `${widths.list}px`, '--resend': `${widths.resend}px` } as React.CSSProperties
  return (
    <main id="main" tabIndex={-1} className="relative flex min-h-0 flex-1 short:items-start" style={style}>
      <div
        className={cx(
          'min-h-0 w-full flex-col md:flex md:w-[min(var(--list),38vw)] md:shrink-0',
          'md:short:sticky md:short:top-0 md:short:h-dvh md:short:overflow-y-auto',
          showDetail ? 'hidden' : 'flex',
        )}
      >
        {list}
      </div>
      <PaneResizer
        pane="list"
        label="Width of the list"
        width={widths.list}
        onResize={(list) => resize({ list })}
        onDone={remember}
      />
      <div
        className={cx(
          'min-h-0 min-w-0 flex-1 md:block md:border-l md:border-line lg:border-l-0',
          showDetail ? 'block' : 'hidden',
        )}
      >
        {detail}
      </div>
      {resend !== null && (
        <>
          <div className="hidden xl:contents">
            <PaneResizer
              pane="resend"
              label="Width of the resend form"
              width={widths.resend}
              onResize={(resend) => resize({ resend })}
              onDone={remember}
            />
          </div>
          <div className="fixed inset-0 z-30 min-h-0 md:absolute md:left-auto md:w-[min(30rem,100%)] md:border-l md:border-line md:shadow-pop md:short:fixed xl:static xl:w-(--resend) xl:shrink-0 xl:border-l-0 xl:shadow-none xl:short:sticky xl:short:top-0 xl:short:h-dvh">
            {resend}
          </div>
        </>
      )}
    </main>
  )
}
