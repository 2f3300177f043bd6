import type { Exported, Exporter } from './exporter'
import { shellText } from './shell-quote'

/** What goes on the clipboard: the text under its notes, so that whoever gets the text alone knows what it does not send. */
export function pastedText({ language }: Pick<Exporter, 'language'>, { text, notes }: Exported): string {
  if (language === 'http') return text
  return [...notes.map((note) => commentLine(language, note)), text].join('\n')
}

function commentLine(language: Exclude<Exporter['language'], 'http'>, note: string): string {
  // An interactive zsh knows no comments; `:` does nothing in every shell.
  if (language === 'shell') return `: ${shellText(`Note: ${note}`).word}`
  return `${language === 'javascript' || language === 'go' ? '//' : '#'} Note: ${note}`
}
