/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_MACHINE_H
#define QDA_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Most bytes that any text below needs. */
#define MACHINE_TEXT	128

bool machine_read(const char *path, char *text, size_t size);
void machine_model(char *text, size_t size);
void machine_kernel(char *text, size_t size);
bool machine_is_emulated(void);
uint64_t machine_memory(void);

#endif
