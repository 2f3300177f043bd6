'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { IconButton } from './button'
import { Menu, MenuItem } from './menu'

/** Which icon shows is up to CSS: the server does not know the theme. */
export function ThemeToggle() {
  const { setTheme } = useTheme()
  return (
    <Menu
      trigger={
        <IconButton label="Theme">
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </IconButton>
      }
    >
      <MenuItem icon={<Sun aria-hidden />} onSelect={() => setTheme('light')}>
        Light
      </MenuItem>
      <MenuItem icon={<Moon aria-hidden />} onSelect={() => setTheme('dark')}>
        Dark
      </MenuItem>
      <MenuItem icon={<Monitor aria-hidden />} onSelect={() => setTheme('system')}>
        As the system
      </MenuItem>
    </Menu>
  )
}
