/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_CAPABILITY_H
#define QDA_CAPABILITY_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that all words together need. */
/* Attribute: takes unsigned PDs. */
#define CAPABILITY_UNSIGNED_PD	1

#define CAPABILITY_TEXT	512

void capability_arch(const uint32_t *values, char *text, size_t size);
void capability_words(const uint32_t *values, char *text, size_t size);

#endif
