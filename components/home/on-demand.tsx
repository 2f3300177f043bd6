'use client'

import { onDemand } from '../ui/on-demand'

// For the pages that say what went wrong: every page carries those along, so their parts are fetched when one is shown.

export const AccessKeyForm = onDemand(() => import('../access/access-key-form').then((module) => module.AccessKeyForm))
export const CreateBinButton = onDemand(() => import('./create-bin').then((module) => module.CreateBinButton))
