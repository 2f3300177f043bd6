'use client'

import { createStoredText, useStored } from '../ui/stored-text'

// Single-key shortcuts can be switched off (WCAG 2.1.4), because speech input and accidental key presses type letters not meant as commands.

const stored = createStoredText('creel:shortcuts', (text) => text !== 'off')

/** Whether this browser runs single-key shortcuts. `Mod+…` and Escape always work. */
export function useShortcutsOn(): [boolean, (on: boolean) => void] {
  return [useStored(stored), (on) => void stored.write(on ? 'on' : 'off')]
}

export const shortcutsOn = () => stored.read()
