/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_SYMBOLS_H
#define DSP_SHELL_SYMBOLS_H

#include <stdint.h>

const char *symbols_find(uint32_t address, uint32_t *offset);

#endif
