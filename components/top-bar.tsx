import type { ReactNode } from 'react'
import { Logo } from './ui/logo'
import { ThemeToggle } from './ui/theme-toggle'

/** The bar of the pages that are not a bin. */
export function TopBar({ children }: { children?: ReactNode }) {
  return (
    <header className="flex h-14 items-center gap-2 px-4 sm:px-6">
      <a href="/" className="flex items-center gap-2.5 rounded-md text-[0.9375rem] font-semibold tracking-tight">
        <Logo className="size-6" />
        Creel
      </a>
      <div className="ml-auto flex items-center gap-1">
        {children}
        <ThemeToggle />
      </div>
    </header>
  )
}
