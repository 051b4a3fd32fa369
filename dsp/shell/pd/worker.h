/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_WORKER_H
#define DSP_SHELL_WORKER_H

#include <stdint.h>

int32_t mailbox_init(void);
_Noreturn void mailbox_work(void);
int32_t mailbox_client(void);

#endif
