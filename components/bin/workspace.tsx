'use client'

import { type ReactNode, useRef, useState } from 'react'
import { cx } from '../ui/cx'
import { PaneResizer } from './pane-resizer'
import { type Panes, panesCookie } from './panes'

type Props = {
  list: ReactNode
  detail: ReactNode
  /** null: closed. */
  resend: ReactNode | null
  /** On a phone one of list and detail is seen. */
  showDetail: boolean
  panes: Panes
}

/**
 * Three panes that remember their widths. Below 1280 px the resend form lies over the detail; on a phone each takes the screen.
 */
export function Workspace({ list, detail, resend, showDetail, panes }: Props) {
  const [widths, setWidths] = useState(panes)
  const latest = useRef(panes) // a key resizes and remembers before the page is drawn again
  const resize = (part: Partial<Panes>) => {
    latest.current = { ...latest.current, ...part }
    setWidths(latest.current)
  }
  const remember = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in plain http and in older browsers
    document.cookie = panesCookie(latest.current)
  }
  const style = { '--list': `${widths.list}px`, '--resend': `${widths.resend}px` } as React.CSSProperties
  return (
    <main id="main" tabIndex={-1} className="relative flex min-h-0 flex-1" style={style}>
      <div
        className={cx('min-h-0 w-full flex-col md:flex md:w-[min(var(--list),38vw)] md:shrink-0', showDetail ? 'hidden' : 'flex')}
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
          <div className="fixed inset-0 z-30 min-h-0 md:absolute md:left-auto md:w-[min(30rem,100%)] md:border-l md:border-line md:shadow-pop xl:static xl:w-(--resend) xl:shrink-0 xl:border-l-0 xl:shadow-none">
            {resend}
          </div>
        </>
      )}
    </main>
  )
}
