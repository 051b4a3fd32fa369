/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_FENCE_H
#define DSP_SHELL_FENCE_H

#include <stdint.h>

#include "contract/mailbox.h"

/* Whether this PD puts arguments against fences. */
extern int fence_wanted;

struct fence;

struct fence *fence_put(const struct mailbox_slot *slot, uint32_t count);
const struct mailbox_arg *fence_args(const struct fence *fence);
void fence_take(struct fence *fence, const struct mailbox_slot *slot);

#endif
