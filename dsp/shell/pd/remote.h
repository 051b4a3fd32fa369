/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_REMOTE_H
#define DSP_SHELL_REMOTE_H

#include <stdint.h>

int32_t remote_handle_open(const char *name, uint32_t *handle);
int32_t remote_handle_close(uint32_t handle);

#endif
