import type { ReactNode } from 'react'
import { TopBar } from './top-bar'

type Props = { status?: string; title: string; children: ReactNode; actions?: ReactNode }

/** A page that says what happened and what to do. */
export function NoticePage({ status, title, children, actions }: Props) {
  return (
    <div className="flex min-h-dvh flex-col">
      <TopBar />
      <main id="main" tabIndex={-1} className="mx-auto flex w-full max-w-lg flex-1 flex-col justify-center px-6 pb-32">
        {status && <p className="font-mono text-sm text-faint">{status}</p>}
        <h1 className="mt-1 text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        <div className="mt-3 flex flex-col gap-3 text-[0.9375rem] leading-6 text-muted">{children}</div>
        {actions && <div className="mt-6 flex flex-wrap items-center gap-2">{actions}</div>}
      </main>
    </div>
  )
}
