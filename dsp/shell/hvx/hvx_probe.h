/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_PROBE_H
#define DSP_SHELL_HVX_PROBE_H

#include <stdint.h>

#include "hvx/hvx_row.h"

void hvx_probe(const uint32_t **trying);
int hvx_is_native(enum hvx_family family, uint8_t isa);

#endif
