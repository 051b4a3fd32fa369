/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SYMBOL_H
#define QDA_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>

bool symbol_can(void);
bool symbol_line(const char *folders, const char *text, char *place, size_t size);

#endif
