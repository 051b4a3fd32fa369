/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_PD_H
#define DSP_SHELL_PD_H

#include <stdint.h>

union call_arg;

/* What each file of the top layer gives to the others, where it is a function or two. */

int fault_init(int may_be_native);
void fault_tell_threads(void);

int32_t mailbox_init(void);
_Noreturn void mailbox_work(void);

int32_t queue_rpc_invoke(uint64_t handle, uint32_t sc, union call_arg *args);

const char *symbols_find(uint32_t address, uint32_t *offset);

#endif
