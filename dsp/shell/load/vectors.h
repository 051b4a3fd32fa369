/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_VECTORS_H
#define DSP_SHELL_VECTORS_H

#include "load/library.h"

int32_t vectors_translate(struct library *library, const uint8_t *file, size_t size,
			  const struct library_text *where);
void vectors_free(struct library *library);
uint32_t vectors_origin(const struct library *library, uint32_t address);
const char *vectors_reason(const struct library *library, uint32_t address);

#endif
