import type { Exported, Exporter } from './exporter'
import { shellText } from './shell-quote'

/** The text for the clipboard. The notes come first, as comments, so that they stay with the code wherever it is pasted. */
export function pastedText({ language }: Pick<Exporter, 'language'>, { text, notes }: Exported): string {
  if (language === 'http') return text
  return [...notes.map((note) => commentLine(language, note)), text].join('\n')
}

function commentLine(language: Exclude<Exporter['language'], 'http'>, note: string): string {
  // An interactive zsh does not support comments; `:` is a no-op in every shell.
  if (language === 'shell') return `: ${shellText(`Note: ${note}`).word}`
  return `${language === 'javascript' || language === 'go' ? '//' : '#'} Note: ${note}`
}
