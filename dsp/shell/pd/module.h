/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_MODULE_H
#define DSP_SHELL_MODULE_H

#include <stddef.h>
#include <stdint.h>

#include "pd/call.h"

int32_t module_open(const char *uri, uint32_t *id, char *text, size_t text_size);
int32_t module_close(uint32_t id);
int32_t module_invoke(uint32_t id, struct call *call, union call_arg *args);

#endif
