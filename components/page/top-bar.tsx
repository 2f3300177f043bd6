import type { ReactNode } from 'react'
import { Logo } from '../ui/logo'
import { ThemeToggle } from '../ui/theme-toggle'

/** The top bar of all pages except a bin's. */
export function TopBar({ children }: { children?: ReactNode }) {
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-x-2 px-4 sm:px-6">
      <a href="/" className="flex items-center gap-2.5 rounded-md text-[0.9375rem] font-semibold tracking-tight">
        <Logo className="size-6" />
        <span className="max-[22rem]:sr-only">Creel</span>
      </a>
      <div className="ml-auto flex flex-wrap items-center gap-1 max-sm:gap-0">
        {children}
        <a
          href="/help"
          className="touch-target inline-flex h-7 items-center rounded-md px-2.5 text-xs font-medium text-muted hover:bg-hover hover:text-ink"
        >
          Help
        </a>
        <ThemeToggle />
      </div>
    </header>
  )
}
