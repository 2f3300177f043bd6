'use client'

import { onDemand } from '../ui/on-demand'

// For the error pages. Their code is part of every page's bundle, so these parts are loaded only when an error page is shown.

export const AccessKeyForm = onDemand(() => import('../access/access-key-form').then((module) => module.AccessKeyForm))
export const CreateBinButton = onDemand(() => import('./create-bin').then((module) => module.CreateBinButton))
