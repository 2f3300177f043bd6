'use client'

import { Clock, Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { IconButton } from './button'
import { Menu, MenuItem, MenuSeparator } from './menu'
import { useTimesAsAges } from './time'

/** Switches the theme, and between ages and dates. CSS selects the icon, because the server does not know the theme. */
export function ThemeToggle() {
  const { setTheme } = useTheme()
  const [asAges, toggleTimes] = useTimesAsAges()
  return (
    <Menu
      trigger={
        <IconButton label="Theme and times">
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
      <MenuSeparator />
      <MenuItem icon={<Clock aria-hidden />} onSelect={toggleTimes}>
        {asAges ? 'Show exact times' : 'Show ages'}
      </MenuItem>
    </Menu>
  )
}
