/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_SCAN_H
#define DSP_SHELL_HVX_SCAN_H

#include "hvx/hvx_packet.h"

/* A visitor returns not 0 to end the scan. */
typedef int hvx_visitor(void *argument, const struct hvx_packet *packet);

int hvx_scan(const uint32_t *code, size_t size, hvx_visitor *visit, void *argument);

#endif
